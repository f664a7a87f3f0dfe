// Says how many characters are left, counted as the server counts them: code points in NFC, line ends as one, no space
// around. Without this script the limit stands beside the field.
for (const box of document.querySelectorAll("textarea[data-longest]")) {
  const said = box.parentElement.querySelector("[data-counter]");
  if (!said) continue;
  const most = Number(box.dataset.longest);
  const written = new Intl.NumberFormat(document.documentElement.lang, { numberingSystem: "latn" });
  let waiting;
  const say = () => {
    const text = box.value.normalize("NFC").replace(/\r\n?/g, "\n").trim();
    const left = most - [...text].length;
    said.textContent = said.dataset.counter.replace("{count}", written.format(left));
    said.classList.toggle("err", left < 0);
    said.hidden = left > most / 2 && left > 100;
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(say, 400); // not at each key: it is read out
  });
  say();
}
