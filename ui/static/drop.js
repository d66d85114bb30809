// Files and folders that are dropped anywhere on the page go the way of those that are picked.
(() => {
  const root = document.documentElement;
  const picker = () => document.querySelector("#hd-add input[type=file]");

  async function inside(one) {
    if (!one.createReader) return [one.file ? await new Promise((got, lost) => one.file(got, lost)) : one];
    const [reader, found] = [one.createReader(), []];
    for (let some; (some = await new Promise((got, lost) => reader.readEntries(got, lost))).length; )
      for (const entry of some) if (!entry.name.startsWith(".")) found.push(...(await inside(entry)));
    return found;
  }

  async function dropped(items) {
    // The list of items is empty once this function waits for anything: take all of it first.
    const given = [...items].map((item) => item.webkitGetAsEntry() || item.getAsFile()).filter(Boolean);
    const files = new DataTransfer();
    for (const one of given) (await inside(one)).forEach((file) => files.items.add(file));
    picker().files = files.files;
    picker().dispatchEvent(new Event("change", { bubbles: true }));
  }

  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (!event.dataTransfer?.types.includes("Files") || !picker()) return;
      event.preventDefault();
      root.classList.toggle("hd-drop", kind === "dragover" || kind === "dragenter");
      if (kind === "drop") dropped(event.dataTransfer.items);
    });
  }
})();
