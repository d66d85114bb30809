// A question is never lost to a press that came too early. Gradio drops one while the answer before is still closing,
// moments after the page looks ready, and would let one during an answer to something clicked run beside it. Such a press
// waits here, and is made again as long as the question stands in its box untouched. What was written and not sent is there
// again after a reload, such as the one that follows a restarted program; it is kept in this tab alone.
(() => {
  const box = () => document.querySelector("#hd-question textarea");
  const button = () => document.querySelector("#hd-ask");
  let later = 0;

  function pressed(question, tries = 5) {
    clearTimeout(later);
    if (!tries || !question.trim()) return;
    later = setTimeout(() => {
      if (box()?.value !== question) return; // it was sent, or is being written on
      button()?.click();
      pressed(question, button() ? tries - 1 : tries);
    }, 300);
  }

  document.addEventListener("click", (event) => {
    if (event.isTrusted && event.target.closest("#hd-ask")) pressed(box().value);
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target !== box()) return;
    pressed(box().value);
    if (!button()) event.preventDefault();
  }, true);

  addEventListener("pagehide", () => {
    if (box()) sessionStorage.setItem("hoidap-draft", box().value);
  });

  new MutationObserver((_, observer) => {
    if (!box()) return;
    observer.disconnect();
    const draft = sessionStorage.getItem("hoidap-draft");
    if (!draft || box().value) return;
    box().value = draft;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }).observe(document, { childList: true, subtree: true });
})();
