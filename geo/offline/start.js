// Starts the map of a saved page with the data that the page brings along.

const kept = JSON.parse(document.getElementById("data").textContent);
const map = L.map("map", kept.options);
L.clusterwatch({ ...kept.settings, kept: kept.kept }).addTo(map);
window.clusterwatch.setQuery(kept.query);
