// The chosen text size, kept in this browser only. A classic script in the head, so that the page never jumps.
{
  const KEY = "nv-text";
  const root = document.documentElement;
  const read = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const keep = (size) => { try { localStorage.setItem(KEY, size); } catch { /* private window: for this page only */ } };
  const apply = (size) => { root.dataset.text = ["2", "3"].includes(size) ? size : "1"; };
  const mark = (group) => group.querySelectorAll("button").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.value === root.dataset.text));
  });

  apply(read());
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-cc-textsize]").forEach((group) => {
      mark(group);
      group.hidden = false;
      group.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (!button) return;
        apply(button.value);
        keep(button.value);
        mark(group);
      });
    });
  });
}
