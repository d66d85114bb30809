// The small script of the chat: links inside the page, the keyboard, and the document viewer.
// Gradio sets <base href="./">, so at an address with a query a plain click on "#place" would reload the page:
// every such link is followed here instead. Nothing in this file writes markup.
(() => {
  const root = document.documentElement;
  root.lang = "{{lang}}";
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
    if (name === "open") opener = button;
    if (!stay) root.classList.remove("hd-menu");
    trigger(name, { ...data, act: name });
    if (name === "edit") question().focus();
  }

  const sheet = () => $("#hd-viewer .sheet");
  function close() {
    root.classList.remove("hd-reading");
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
  function opened() {
    root.classList.add("hd-reading");
    const { mark, goal } = sheet().dataset;
    $("#hd-viewer [aria-current]")?.scrollIntoView({ block: "nearest" });
    $("#hd-viewer .close").focus({ preventScroll: true });
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
    let [turns, serial] = [0, ""];
    new MutationObserver(() => {
      if (host.id === "hd-talk") {
        const list = all(".turn", element);
        if (list.length > turns) list.at(-1).scrollIntoView({ block: "start" });
        turns = list.length;
      }
      if (host.id === "hd-viewer" && sheet() && sheet().dataset.serial !== serial) {
        serial = sheet().dataset.serial;
        opened();
      }
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
    if (event.key === "Escape") root.classList.contains("hd-reading") ? close() : root.classList.remove("hd-menu");
    else if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && question()) {
      event.preventDefault();
      question().focus();
    }
  });

  const holdsFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  const picker = () => $("#hd-add input[type=file]");
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (!holdsFiles(event) || !picker()) return;
      event.preventDefault();
      root.classList.toggle("hd-drop", kind === "dragover" || kind === "dragenter");
      if (kind !== "drop") return;
      picker().files = event.dataTransfer.files;
      picker().dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // Gradio has no Vietnamese of its own for the few things it says itself.
  const words = {{words}};
  new MutationObserver(() => {
    const wrap = $(".toast-wrap");
    const walker = wrap && wrap.childElementCount && document.createTreeWalker(wrap, NodeFilter.SHOW_TEXT);
    while (walker && walker.nextNode()) {
      walker.currentNode.data = words[walker.currentNode.data.trim()] ?? walker.currentNode.data;
    }
  }).observe(document, { childList: true, subtree: true });
  window.hoidap = { wire };
})();
