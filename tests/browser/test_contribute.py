"""A field researcher with a bad file and only the page: mended, given, taken back; hostile cells stay inert."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

# Semicolons, the Western encoding, decimal commas, Spanish headings and words, one row beyond mending.
BAD_FILE = """Nombre;País;Lugar;Latitud;Longitud;Sector;Sindicatos;Año;Fuente
Curtiembres de El Porvenir;Perú;Trujillo;-8,1116;-79,0288;cuero;débil ;2023;Visita propia, mayo de 2023
Talleres de Gamarra Baja;Perú;Arequipa;-16,4090;-71,5375;confecciones;ninguno;2022;Informe local
Otra cosa;Narnia;X;abc;;zapatos;???;20x;
"""
HOSTILE_FILE = (
    "name,country,place,latitude,longitude,sector,union_presence,union_presence_statement\n"
    '"<img src=x onerror=""window.hacked=1""> works",IND,Agra,27.18,78.02,textiles,weak,'
    "\"=cmd|' /C calc'!A1 ${window.hacked=1} `x`\"\n"
)
PATIENCE_MS = 60_000


def choose_file(reader: Reader, name: str, content: bytes) -> None:
    """Choose a file on the page and wait until it has been checked."""
    reader.page.locator('input[type="file"]').set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    expect(reader.page.get_by_role("heading", name="2. Check")).to_be_visible(timeout=PATIENCE_MS)
    reader.wait_for_page()


def press(reader: Reader, name: str | re.Pattern[str]) -> None:
    """Press a button and wait until the page stands still."""
    reader.page.get_by_role("button", name=name).click()
    reader.wait_for_page()


def give(reader: Reader) -> str:
    """Agree to the licence, give the ready rows and return the number of the batch."""
    reader.page.get_by_text("I may give these records").click()
    reader.page.get_by_role("button", name="Give these records").click()
    receipt = reader.page.get_by_role("heading", name="Stored as batch")
    expect(receipt).to_be_visible(timeout=PATIENCE_MS)
    return receipt.inner_text().rsplit(" ", 1)[1]


def take_back(reader: Reader, batch: str) -> None:
    """Take a batch back on its own page."""
    reader.open(f"/contribute?batch={batch}")
    press(reader, f"Take batch {batch} back")
    expect(reader.page.get_by_text(f"Batch {batch} is taken back")).to_be_visible(timeout=PATIENCE_MS)


def test_a_first_time_user_gets_a_bad_file_in(reader: Reader) -> None:
    reader.open("/contribute")
    reader.page.get_by_label("Your name").fill("Ana")
    reader.page.keyboard.press("Enter")
    choose_file(reader, "visita.csv", BAD_FILE.encode("latin-1"))
    page = reader.page
    expect(page.get_by_text("cells between semicolons, decimals with a comma")).to_be_visible()
    expect(page.get_by_text("3 rows: 0 ready, 3 needs you")).to_be_visible()
    press(reader, "Accept all")
    if page.get_by_role("button", name=re.compile("are new clusters")).count():
        press(reader, re.compile("are new clusters"))
    expect(page.get_by_text("3 rows: 2 ready, 1 needs you")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("New: 2 clusters, 2 statements")).to_be_visible(timeout=PATIENCE_MS)
    with page.expect_download() as download:
        page.get_by_role("button", name="Your file with what was found").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert text.startswith("_line;_status;_messages;Nombre")
    assert "Narnia" in text
    batch = give(reader)
    with page.expect_download() as download:
        page.get_by_role("button", name="Receipt").click()
    receipt = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert (receipt["batch_id"], receipt["author"], receipt["waiting"]) == (int(batch), "Ana", 1)
    reader.open(f"/contribute?batch={batch}")
    expect(page.get_by_text("visita.csv")).to_be_visible()
    take_back(reader, batch)


def test_hostile_cells_are_shown_and_do_nothing(reader: Reader) -> None:
    reader.open("/contribute")
    choose_file(reader, "<b>visit</b>.csv", HOSTILE_FILE.encode())
    page = reader.page
    if page.get_by_role("button", name=re.compile("are new clusters")).count():
        press(reader, re.compile("are new clusters"))
    expect(page.get_by_text("“<b>visit</b>.csv”")).to_be_visible()
    batch = give(reader)
    reader.open(f"/contribute?batch={batch}")
    assert page.evaluate("window.hacked") is None
    assert page.locator("img[src='x']").count() == 0
    take_back(reader, batch)
