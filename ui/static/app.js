// The small script of the chat: links inside the page, the keyboard, and what lies over the page.
// Gradio sets <base href="./">, so at an address with a query a plain click on "#place" would reload the page:
// every such link is followed here instead. Nothing in this file writes markup.
(() => {
  const root = document.documentElement;
  const $ = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const question = () => $("#hd-question textarea");
  let [opener, place] = [null, -1];

  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const reveal = (element, block = "center") => element.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });

  function follow(id) {
    const target = document.getElementById(id);
    if (!target) return;
    const group = target.closest(".group");
    if (group) {
      showSources(group.id);
      all(".card.on").forEach((card) => card.classList.remove("on"));
      target.classList.add("on");
      target.focus({ preventScroll: true });
      reveal($("mark", target) || target);
    } else {
      showSources(id.replace("turn-", "sources-"));
      root.classList.remove("hd-menu");
      reveal(target, "start");
    }
  }

  function showSources(id) {
    if (document.getElementById(id)) all(".group").forEach((group) => group.classList.toggle("on", group.id === id));
  }

  async function copy(button) {
    await navigator.clipboard.writeText(button.dataset.copy);
    say(button, button.dataset.done, 1500);
  }

  function say(button, text, milliseconds) {
    const label = button.textContent;
    button.textContent = text;
    setTimeout(() => (button.textContent = label), milliseconds);
  }

  function act(button, trigger) {
    const { act: name, sure, stay, ...data } = button.dataset;
    const section = name === "open" && data.section && document.getElementById(data.section);
    if (section) return reveal(section, "start");
    if (sure && button.textContent !== sure) return say(button, sure, 4000);
    if (name.startsWith("open")) opener = button;
    if (!stay) root.classList.remove("hd-menu");
    trigger(name, { ...data, act: name });
    if (name === "edit") question().focus();
  }

  function close() {
    root.classList.remove("hd-reading", "hd-choosing");
    $("#hd-app").inert = false;
    if (opener?.isConnected) opener.focus();
  }

  const places = () => [...new Map(all("#hd-viewer mark[data-mark]").reverse().map((mark) => [mark.dataset.mark, mark])).values()].reverse();
  function step(by, at = place + by) {
    const list = places();
    if (!list.length) return;
    place = (at + list.length) % list.length;
    all("#hd-viewer mark.here").forEach((mark) => mark.classList.remove("here"));
    all(`#hd-viewer mark[data-mark="${list[place].dataset.mark}"]`).forEach((mark) => mark.classList.add("here"));
    $("#hd-viewer .count").textContent = `${place + 1}/${list.length}`;
    reveal(list[place]);
  }
  function opened(host, { mark, goal }) {
    root.classList.add(host.id === "hd-panel" ? "hd-choosing" : "hd-reading");
    $("#hd-app").inert = true;
    $(".close", host).focus({ preventScroll: true });
    if (host.id === "hd-panel") return all("[checked]", host).forEach((input) => (input.checked = true)); // Gradio drops it
    $("#hd-viewer [aria-current]")?.scrollIntoView({ block: "nearest" });
    place = -1;
    if (Number(mark) >= 0) step(0, places().findIndex((one) => one.dataset.mark === mark));
    else document.getElementById(goal)?.scrollIntoView({ block: "start" });
  }

  function wire(element, trigger) {
    const host = element.closest("[id^=hd-]");
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.copy !== undefined) copy(button);
      else if (button.dataset.act) act(button, trigger);
      else if (button.dataset.step) step(Number(button.dataset.step));
      else if (button.dataset.close) close();
    });
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      trigger(event.target.dataset.act, { ...event.target.dataset, ...Object.fromEntries(new FormData(event.target, event.submitter)) });
    });
    let [turns, serial, later] = [0, "", 0];
    element.addEventListener("input", ({ target: { form } }) => {
      clearTimeout(later);
      if (form?.dataset.live) later = setTimeout(() => form.requestSubmit(), 250);
    });
    new MutationObserver(() => {
      if (host.id === "hd-talk") {
        const list = all(".turn", element);
        if (list.length > turns) list.at(-1).scrollIntoView({ block: "start" });
        turns = list.length;
      }
      const sheet = $(".sheet", element);
      if (sheet && sheet.dataset.serial !== serial) opened(host, sheet.dataset, (serial = sheet.dataset.serial));
    }).observe(element, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-serial"] });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) {
      event.preventDefault();
      follow(link.getAttribute("href").slice(1));
    } else if (event.target.closest("#hd-menu")) root.classList.toggle("hd-menu");
    else if (!event.target.closest("#hd-side")) root.classList.remove("hd-menu");
  }, true);

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, [contenteditable]");
    if (event.key === "Escape") $("#hd-app").inert ? close() : root.classList.remove("hd-menu");
    else if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && question()) {
      event.preventDefault();
      question().focus();
    }
  });

  window.hoidap.wire = wire;
})();
