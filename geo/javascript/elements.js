// Elements that the map's controls are made of. Every word goes in as text; none is parsed as HTML.

// An element with a class, text and children.
function element(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// A button with its name and what a press does.
function buttonElement(className, name, onPress) {
  const button = element("button", className, name);
  button.type = "button";
  button.addEventListener("click", onPress);
  return button;
}

// A drawing of 16 by 16 units from paths, in the colour of the words around it.
function iconElement(...paths) {
  const namespace = "http://www.w3.org/2000/svg";
  const icon = document.createElementNS(namespace, "svg");
  icon.setAttribute("viewBox", "0 0 16 16");
  icon.setAttribute("aria-hidden", "true");
  for (const path of paths) {
    const line = document.createElementNS(namespace, "path");
    line.setAttribute("d", path);
    icon.append(line);
  }
  return icon;
}

// A control must not pan, zoom or click the map beneath it.
function keepFromMap(node) {
  L.DomEvent.disableClickPropagation(node);
  L.DomEvent.disableScrollPropagation(node);
  return node;
}

// Offer bytes to the reader as a file.
function offerFile(name, blob) {
  const link = element("a", "");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
