{% comment %}
Context: version (changes with whatever is kept), pages (offline page by prefix of its language, the longest first), files (addresses), apart
(prefixes that are left alone), all but the first as JSON.
{% endcomment %}// Keeps one page, the same for everyone, for when there is no network, and what that page looks like. Keeps nothing else, and
// nothing of anybody: the network is asked first, always, and its answers are not written down.
"use strict";

const PREFIX = "academy-offline-";
const CACHE = PREFIX + "{{ version }}";
const PAGES = {{ pages }};
const FILES = {{ files }};
const APART = {{ apart }};

async function keep() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
  // Without cookies and past the browser's own cache: a page for nobody in particular.
  await cache.addAll(PAGES.map(([, page]) => new Request(page, { cache: "reload", credentials: "omit" })));
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
  // What is fetched ahead is fetched for the pages that are left alone too, and thrown away: asked twice, the CMS has said
  // what was done to the answer that nobody sees. An earlier worker may have begun it.
  if (self.registration.navigationPreload) await self.registration.navigationPreload.disable();
  await self.clients.claim();
}

// Nothing typed may be lost: a form that cannot be sent leaves its page as it stands, and the page says so.
async function stay() {
  const windows = await self.clients.matchAll({ type: "window" });
  windows.forEach((window) => window.postMessage("no-connection"));
  return new Response(null, { status: 204 });
}

async function page(request, path) {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.method !== "GET") return stay();
    const [, offline] = PAGES.find(([prefix]) => path.startsWith(prefix));
    return (await caches.match(offline)) || Response.error();
  }
}

async function file(request) {
  try {
    return await fetch(request);
  } catch (error) {
    return (await caches.match(request.url)) || Response.error();
  }
}

self.addEventListener("install", (event) => { event.waitUntil(keep().then(() => self.skipWaiting())); });
self.addEventListener("activate", (event) => { event.waitUntil(tidy()); });
self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (origin !== self.location.origin || APART.some((prefix) => pathname.startsWith(prefix))) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request, pathname));
  else if (FILES.includes(pathname)) event.respondWith(file(event.request));
});
