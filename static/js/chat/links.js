// Text with its web addresses as links; everything else stays text. Only http and https, and the host as it truly is.

const ADDRESS = /https?:\/\/[^\s<>"]+/g;
const TRAILING = /[.,;:!?)\]}'’”]+$/;

function linkTo(written) {
  let url;
  try {
    url = new URL(written);
  } catch {
    return document.createTextNode(written);
  }
  const link = document.createElement("a");
  link.href = url.href;
  link.rel = "noopener noreferrer nofollow";
  link.target = "_blank";
  link.textContent = written.includes(url.host) ? written : url.href; // a look-alike host is shown as punycode
  return link;
}

/** Replace the content of `element` by `text`: text nodes and safe links, nothing else. */
export function write(element, text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const written = match[0].replace(TRAILING, "");
    parts.push(document.createTextNode(text.slice(from, match.index)), linkTo(written));
    from = match.index + written.length;
  }
  parts.push(document.createTextNode(text.slice(from)));
  element.replaceChildren(...parts);
}
