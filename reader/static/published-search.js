// Searches the index that was published with these files: one for each language, since each cuts words in its own way.

const root = new URL("../", import.meta.url);
const form = document.getElementById("search-form");
const field = document.getElementById("q");
const list = document.getElementById("hits");
const count = document.getElementById("count");
const SHOWN = 20;

// What is typed while the indexes are on their way stays, and is searched for when they are here.
field.value ||= new URLSearchParams(location.search).get("q") ?? "";
const opened = openIndexes();
let latest = 0;

async function openIndexes() {
  const languages = await (await fetch(new URL("search/languages.json", root))).json();
  const open = async (language) => ({ language, index: await import(new URL(`search/${language}/pagefind.js`, root)) });
  return Promise.all(languages.map(open));
}

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
    // Behind a body's tag, a space at the beginning is one.
    const plain = new DOMParser().parseFromString(`<body>${part}`, "text/html").body.textContent;
    const node = place % 2 ? document.createElement("mark") : document.createElement("span");
    node.textContent = plain;
    excerpt.append(node);
  }
  entry.append(title, facts, excerpt);
  return entry;
}

async function search() {
  const query = field.value.trim();
  const turn = ++latest;
  list.replaceChildren();
  count.textContent = query ? "Searching" : "";
  if (!query) return;
  const ask = async ({ language, index }) => (await index.search(query)).results.map((found) => ({ language, found }));
  const results = (await Promise.all((await opened).map(ask))).flat();
  results.sort((one, other) => other.found.score - one.found.score);
  const items = await Promise.all(
    results.slice(0, SHOWN).map(async ({ language, found }) => item(language, await found.data())),
  );
  if (turn !== latest) return; // Another search has begun since.
  count.textContent = `${results.length} ${results.length === 1 ? "release" : "releases"}`;
  list.replaceChildren(...items);
}

const say = () => {
  count.textContent = "The search could not be loaded. Load the page again to try once more.";
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
  search().catch(say);
});
search().catch(say);
