"use strict";
(() => {
  const form = document.getElementById("filter");
  const name = document.getElementById("name");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const shown = document.getElementById("shown");
  const sections = [...document.querySelectorAll(".matrix")];
  const rows = [...document.querySelectorAll(".matrix > details")].map((row) => ({
    row,
    name: row.querySelector(".name").textContent.toLowerCase(),
    verdicts: row.dataset.v.split(" "),
  }));
  const filter = () => {
    const part = name.value.trim().toLowerCase();
    const wanted = boxes.filter((box) => box.checked).map((box) => box.value);
    let count = 0;
    for (const { row, name, verdicts } of rows) {
      const is = name.includes(part) && (wanted.length === 0 || wanted.some((one) => verdicts.includes(one)));
      row.hidden = !is;
      count += is;
    }
    for (const section of sections) {
      section.hidden = !section.querySelector(":scope > details:not([hidden])");
    }
    shown.value = `${count} of ${rows.length} shown`;
  };
  const openTarget = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) {
      target.hidden = false;
      target.parentElement.hidden = false;
      target.open = true;
      target.scrollIntoView();
    }
  };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("open").addEventListener("click", () => {
    for (const { row } of rows) {
      if (!row.hidden) row.open = true;
    }
  });
  document.getElementById("close").addEventListener("click", () => {
    for (const { row } of rows) row.open = false;
  });
  addEventListener("hashchange", openTarget);
  // A browser may have kept what was in the form.
  filter();
  openTarget();
})();
