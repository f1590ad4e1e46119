// Where data come from: our own server, or the page itself where it was saved for use without internet.

// What a saved page brings along: {tile, countries, base_map}; null where a server is asked.
let keptData = null;

// JSON of one of the layer's addresses. Raises for anything but a good answer; `signal` aborts.
async function fetchJson(url, signal) {
  if (keptData) return keptAnswer(url);
  const response = await fetch(url, { signal, credentials: "same-origin" });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

// The saved page's answer to an address of the server.
function keptAnswer(url) {
  const [, z, x, y] = url.match(/\/tiles\/(\d+)\/(\d+)\/(\d+)\.json/) ?? [];
  if (z !== undefined) return rowsInTile(keptData.tile, Number(z), Number(x), Number(y));
  if (url.includes("/tiles/countries.json")) return keptData.countries;
  const [, kind] = Object.entries(keptData.base_map).find(([name]) => url.includes(`/${name}.json`)) ?? [];
  if (!kind) throw new Error(`${url} is not part of this page`);
  return kind;
}

// The rows of one tile of the whole world's, by where they lie.
function rowsInTile(tile, z, x, y) {
  const latitude = tile.fields.indexOf("lat");
  const longitude = tile.fields.indexOf("lon");
  const side = 256 / 2 ** z;
  const rows = tile.rows.filter((row) => {
    const point = worldPoint([row[longitude], row[latitude]]);
    return Math.floor(point.x / side) === x && Math.floor(point.y / side) === y;
  });
  return { ...tile, rows };
}
