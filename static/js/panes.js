// Small screens show one pane at a time. Without this file the links are plain anchors.
const links = [...document.querySelectorAll("[data-cc-show]")];
const panes = [...document.querySelectorAll("[data-cc-pane]")];

export function show(id) {
  panes.forEach((pane) => pane.classList.toggle("is-shown", pane.id === id));
  links.forEach((link) => {
    if (link.dataset.ccShow === id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
}

links.forEach((link) => link.addEventListener("click", (event) => {
  event.preventDefault();
  show(link.dataset.ccShow);
  window.scrollTo(0, 0);
}));

if (panes.length && !panes.some((pane) => pane.classList.contains("is-shown"))) show(panes[0].id);
