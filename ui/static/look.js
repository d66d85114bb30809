// What was chosen in this browser: kept here, sent to the server when the page opens, and applied before Gradio starts,
// which takes its theme from the address.
(() => {
  const root = document.documentElement;
  const kept = () => { try { return JSON.parse(localStorage.getItem("hoidap")) ?? {}; } catch { return {}; } };

  function look({ lang = "{{lang}}", theme = "system" }) {
    const address = new URL(location);
    address.searchParams[theme === "system" ? "delete" : "set"]("__theme", theme);
    history.replaceState(history.state, "", address);
    const dark = theme === "dark" || (theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
    document.body?.classList.toggle("dark", dark);
    root.lang = lang;
  }

  function keep(chosen) {
    try { localStorage.setItem("hoidap", JSON.stringify(chosen)); } catch { /* a browser that keeps nothing */ }
    look(chosen);
  }

  root.lang = kept().lang ?? "{{lang}}";
  if (kept().theme && !location.search.includes("__theme=")) look(kept());

  function save({ name, text }) {
    const link = document.createElement("a");
    Object.assign(link, { download: name, href: URL.createObjectURL(new Blob([text], { type: "text/markdown" })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  // The few things that Gradio says itself, in the language of the page.
  const words = {{words}};
  new MutationObserver(() => {
    const wrap = document.querySelector(".toast-wrap");
    const walker = wrap && wrap.childElementCount && document.createTreeWalker(wrap, NodeFilter.SHOW_TEXT);
    while (walker && walker.nextNode()) {
      walker.currentNode.data = words[root.lang]?.[walker.currentNode.data.trim()] ?? walker.currentNode.data;
    }
  }).observe(document, { childList: true, subtree: true });
  window.hoidap = { kept, keep, save };
})();
