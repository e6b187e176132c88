"""Typing and pasting in the editor, in a browser, on a page that holds nothing else."""

import mimetypes
import shutil
import statistics

from django.conf import settings

KEYS = 120
CHARACTERS = 15_000
SENTENCE = "Every officer who may meet a victim has been trained, and the policy was published in May. "
TEXT = "".join(f"<p>{SENTENCE * 5}</p><ul><li><p>{SENTENCE}</p></li></ul>" for _ in range(CHARACTERS // 550 + 1))
BOX = '<label for="id_text">What was done?</label><textarea id="id_text" name="text" rows="12" data-words>{}</textarea>'
PAGE = (
    '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/app.css"><form>{}'
    '<input type="hidden" name="text-html" value="{}" data-words-html></form>{}'
)
SCRIPT = '<script type="module" src="/editor/page.js"></script>'
# A page of Word's holds some 40 paragraphs, of which every fifth is in a list.
PARAGRAPH = (
    f"<p class=MsoNormal style='margin-bottom:8.0pt'><span lang=EN-GB>{SENTENCE}<b>In full.</b><o:p></o:p></span></p>"
)
ITEM = (
    "<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]>"
    "<span style='mso-list:Ignore'>·<span style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span><![endif]>"
    "Trained</p>"
)
FIFTY_PAGES = "<html><body lang=EN-GB><!--StartFragment-->" + (PARAGRAPH * 4 + ITEM) * 8 * 50 + "</body></html>"
PASTE = """html => {
    const clipboardData = new DataTransfer()
    clipboardData.setData("text/html", html)
    const box = document.getElementById("id_text"), start = performance.now()
    box.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}))
    box.offsetHeight
    return performance.now() - start
}"""


def figures() -> str:
    """Milliseconds of script at a key and of a paste of 50 pages, and how much more a key costs than in a text box."""
    from playwright.sync_api import sync_playwright  # only these figures need a browser

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        plain = _typed(_opened(browser, ""))
        tab = _opened(browser, SCRIPT)
        keys = _typed(tab)
        pasted = statistics.median(_pasted(browser) for _ in range(3))
        browser.close()
    script = statistics.quantiles([each["ScriptDuration"] for each in keys], n=20)[-1] * 1000
    ratio = _median(keys, "TaskDuration") / _median(plain, "TaskDuration")
    return f"key_script_p95_ms={script:.1f} key_to_textarea={ratio:.2f} paste_50_pages_ms={pasted:.0f}"


def _opened(browser, script: str, text: str = TEXT):
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    html = PAGE.format(BOX.format(text.replace("<", "&lt;")), text, script)
    tab.route("http://localhost/**", lambda route: _serve(route, html))
    tab.goto("http://localhost/")
    return tab


def _serve(route, html):
    path = route.request.url.removeprefix("http://localhost/")
    if not path:
        return route.fulfill(body=html, content_type="text/html")
    file = settings.BASE_DIR / "static" / path
    if not file.is_file():
        return route.fulfill(status=404)
    return route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(path)[0])


def _typed(tab) -> list[dict]:
    """What each key cost the page, in seconds: in the middle of the text, where most is written."""
    tab.locator("#id_text").click(position={"x": 60, "y": 60})
    metrics = tab.context.new_cdp_session(tab)
    metrics.send("Performance.enable")
    costs, before = [], _metrics(metrics)
    for _ in range(KEYS):
        tab.keyboard.press("x")
        tab.wait_for_timeout(20)
        after = _metrics(metrics)
        costs.append({name: after[name] - before[name] for name in ("ScriptDuration", "TaskDuration")})
        before = after
    return costs


def _metrics(session) -> dict:
    return {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}


def _median(costs, name) -> float:
    return statistics.median(each[name] for each in costs)


def _pasted(browser) -> float:
    tab = _opened(browser, SCRIPT, "")
    took = tab.evaluate(PASTE, FIFTY_PAGES)
    assert tab.locator("#id_text li").count() == 400, "not all was pasted"  # noqa: S101 - a bench may stop at once
    tab.close()
    return took
