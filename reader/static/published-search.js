// Searches the index that was published with these files: one for each language, since each cuts words in its own way.

const root = new URL("../", import.meta.url);
const form = document.getElementById("search-form");
const field = document.getElementById("q");
const list = document.getElementById("hits");
const count = document.getElementById("count");
const SHOWN = 20;

const languages = await (await fetch(new URL("search/languages.json", root))).json();
const indexes = await Promise.all(languages.map((language) => import(new URL(`search/${language}/pagefind.js`, root))));

function item(language, found) {
  const entry = document.createElement("li");
  const title = document.createElement("a");
  title.className = "title";
  title.lang = language;
  title.dir = "auto";
  title.href = new URL(found.raw_url ?? found.url, root);
  title.textContent = found.meta.title;
  const facts = document.createElement("p");
  facts.className = "facts";
  facts.textContent = `${found.meta.day} · ${found.meta.source}`;
  const excerpt = document.createElement("p");
  excerpt.lang = language;
  excerpt.dir = "auto";
  // The excerpt is text with <mark> around what was found: it is taken apart, and nothing in it becomes markup.
  for (const [place, part] of found.excerpt.split(/<\/?mark>/).entries()) {
    const plain = new DOMParser().parseFromString(part, "text/html").documentElement.textContent;
    const node = place % 2 ? document.createElement("mark") : document.createElement("span");
    node.textContent = plain;
    excerpt.append(node);
  }
  entry.append(title, facts, excerpt);
  return entry;
}

async function search(query) {
  list.replaceChildren();
  count.textContent = query ? "Searching" : "";
  if (!query) return;
  const answers = await Promise.all(indexes.map((index) => index.search(query)));
  const results = answers.flatMap((answer, place) => answer.results.map((one) => [languages[place], one]));
  results.sort(([, one], [, other]) => other.score - one.score);
  count.textContent = `${results.length} ${results.length === 1 ? "release" : "releases"}`;
  for (const [language, one] of results.slice(0, SHOWN)) list.append(item(language, await one.data()));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
  search(field.value.trim());
});
field.value = new URLSearchParams(location.search).get("q") ?? "";
search(field.value.trim());
