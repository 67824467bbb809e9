// Filters stand open beside the results; on a phone, where they come before them, they wait to be opened.
const isWide = window.matchMedia("(min-width: 62rem)");
const show = () => document.querySelectorAll("details.nv-filters").forEach((filters) => (filters.open = isWide.matches));

isWide.addEventListener("change", show);
if (isWide.matches) show();
