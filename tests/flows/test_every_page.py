"""Every page as its user: read by axe, in Chinese and English, light and dark, on a desk and on a phone, without a fault."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from django.urls import URLPattern, get_resolver

from .. import migrated
from ..ports import free_port
from .pressing import led_on, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
SIZES = {"desk": (1366, 768), "phone": (360, 800)}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]
PEOPLE = ("clerk1", "head", "assistant01", "system_admin", "security_admin", "audit_admin")
# Person, language, size, theme of the walk; the other theme's colours and the phone's width are looked at on the same page.
WALKS = [
    ("clerk1", "zh-CN", "desk", "light"),
    ("clerk1", "en", "desk", "dark"),
    ("head", "zh-CN", "desk", "dark"),
    ("assistant01", "zh-CN", "phone", "light"),
    ("assistant01", "en", "phone", "dark"),
    ("system_admin", "zh-CN", "desk", "light"),
    ("security_admin", "en", "desk", "light"),
    ("audit_admin", "zh-CN", "phone", "dark"),
]
PUBLIC_MOST = 100_000
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# What is not a page: acts that are posted, files that are fetched, fragments that a page asks for.
NOT_PAGES = {
    "settings:my_language", "settings:end_sessions", "settings:end_sessions_of", "settings:act_for", "intake:wish", "intake:privacy_pdf", "settings:person_act", "settings:end_post", "settings:hand_over_post",
    "settings:prove", "settings:anchor", "settings:job_act", "settings:job_progress", "settings:jobs_mine",
    "payroll:file_state", "payroll:decide", "payroll:original", "payroll:reconcile", "payroll:evidence",
    "payroll:employer_search", "intake:hints", "intake:reading", "intake:save", "intake:park", "intake:throw_away", "intake:take_back", "intake:call_undo", "intake:call_explain", "intake:call_number", "intake:identity", "intake:look", "intake:receipt", "intake:attachment", "intake:act",
    "warning:act", "warning:card", "documents:compose", "documents:sign", "documents:correct", "documents:remark",
    "keys:revoke", "organisation:relieve", "organisation:reinstate", "organisation:remove_watch", "organisation:sheet",
    "settings:affected_apply", "cases:from_filing", "cases:assign", "cases:door", "cases:detach",
    "cases:facts", "cases:claimant", "cases:line", "cases:proof", "cases:approve", "cases:decline", "cases:act", "cases:evidence", "cases:excusal_proof", "cases:dossier", "cases:dossier_file", "cases:disorder_file", "cases:help_file", "cases:room", "documents:paper_file", "documents:paper_proof",
    "documents:paper_fill", "documents:paper_act", "documents:paper_serve", "documents:paper_new", "documents:form_upload",
    "documents:form_use", "documents:form_file", "advice:publish", "advice:drop", "advice:withdraw", "advice:settle", "documents:download", "documents:open", "registry:template",
}  # fmt: skip

# The same in Chinese: formats, keys, the code list's own abbreviations, and the name of the other language.
LATIN = {
    "Excel",
    "Word",
    "PDF",
    "TOTP",
    "CSV",
    "GB",
    "xlsx",
    "xls",
    "csv",
    "docx",
    "pdf",
    "Alt",
    "Enter",
    "Esc",
    "English",
    "Ctrl",
    "Tab",
    "WPS",
    "SQLite",
    "HTTPS",
    "GBT",
    "HTTP",
    "OneBot",
    "WebSocket",
    "LibreOffice",
    "Shift",
}
LATIN_WORD = re.compile(r"(?<![\w.:/@*-])[A-Za-z]{3,}(?![\w.:/@*-])")
HAN = re.compile(r"[\u4e00-\u9fff]")
CHINESE_SENTENCE = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff，。；：、（）“”\d.%]{6,}")
# What stays Chinese on an English page beside names and what is marked with its language: the titles of instruments quoted as
# sources with their articles, the numbers of cases and papers, masked names, and the names of files.
QUOTED = re.compile(
    r"《[^》]*》(?:[-第\d(（][\d()（）一二三四五六七八九十、]*条?)?|[\u4e00-\u9fff]+〔\d{4}〕\d+号|[\u4e00-\u9fff]\*+|\S+\.(?:parquet|xlsx|csv)"
)

# Everything written on the page that is not a name, a code or what somebody typed; and the labels that are always the same.
LOOK = """() => {
  const data = "code,kbd,pre,.mono,noscript,script,style,textarea,[lang]:not(html),[translate=no]";
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), words = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode())
    if (node.textContent.trim() && !node.parentElement.closest(data)) words.push(node.textContent.trim());
  const labels = "h2,th,label,.field>label,.menu a,button,a.button,legend,summary,dt,.figure-label,.tabs a,.filter>span:first-child";
  const own = (one) => [one, ...one.querySelectorAll(":scope>span,:scope>a")].filter((part) => !part.closest(data + ",h2 .soft"))
    .flatMap((part) => [...part.childNodes]).filter((part) => part.nodeType === 3).map((part) => part.textContent.trim()).join(" ");
  const fixed = [...document.querySelectorAll(labels)].filter((one) => !one.closest(data) && !one.closest("fieldset label,tbody th")).map(own);
  return {words, fixed, wide: document.documentElement.scrollWidth, lang: document.documentElement.lang};
}"""


@dataclass
class Office:
    """One server on one small demonstration town, with a session for each person and the keys of what is shown."""

    url: str
    cookies: dict[str, str]
    keys: dict[str, int]
    names: list[str]


def environment(data):
    plain = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PYTHONWARNINGS"}}
    return {**plain, "ANXIN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "anxin.project.settings", "ANXIN_DEMO": "1"}


def anxin(env, *arguments):
    command = [sys.executable, "-m", "anxin.project.cli.main", *arguments]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def made_once(tmp_path_factory):
    """The town and what is asked of it, made by whichever process of these tests comes first; the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    data, told = shared / "walked", shared / "walked.json"
    with (shared / "walked.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            data.mkdir()
            migrated.copy_file(data / "anxin.sqlite3")
            env = environment(data)
            anxin(env, "demo", "--employers", "120", "--workers", "1500")
            command = [sys.executable, str(Path(__file__).with_name("walk_prepare.py")), *PEOPLE]
            made = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
            assert made.returncode == 0, made.stderr
            told.write_text(made.stdout, encoding="utf-8")
    return data, json.loads(told.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A server of this process's own on a copy of the town."""
    made, told = made_once(tmp_path_factory)
    env = environment(shutil.copytree(made, tmp_path_factory.mktemp("walked") / "data"))
    port = free_port()
    command = [sys.executable, "-m", "anxin.project.cli.main", "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz")
        yield Office(f"http://127.0.0.1:{port}", **told)
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(url):
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url} never answered")


@pytest.fixture(scope="module")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


def addresses():
    """Every named address of the office that can be a page, with its pattern."""
    found = {}
    gather(get_resolver("anxin.project.urls").url_patterns, "", "", found)
    return {name: pattern for name, pattern in found.items() if pattern.startswith("office/")}


def gather(patterns, before, space, found):
    for one in patterns:
        pattern = before + str(one.pattern)
        if isinstance(one, URLPattern):
            found[f"{space}{one.name}"] = pattern
        else:
            gather(one.url_patterns, pattern, f"{one.namespace}:" if one.namespace else space, found)


SUBJECTS = {
    "payroll:file": "file", "payroll:undo": "file", "payroll:dispute": "dispute", "payroll:revoke": "hand",
    "payroll:employer": "employer", "payroll:employer_month": "employer", "payroll:worker_month": "employer",
    "payroll:record_payment": "employer", "payroll:open_dispute": "employer", "registry:employer": "employer",
    "registry:edit": "employer", "registry:people": "employer", "registry:worker": "worker", "registry:batch": "batch", "registry:undo": "batch",
    "warning:employer": "employer", "intake:together": "employer", "warning:detail": "warning", "intake:detail": "filing", "intake:compare": "repeated", "intake:call": "call", "documents:report": "report",
    "documents:rows": "report", "documents:return": "return", "organisation:unit": "unit", "organisation:seat": "seat", "organisation:training": "training", "organisation:body": "body",
    "settings:hand_over": "account", "settings:hand_over_sheet": "sheet", "intake:privacy": "filing", "intake:wiping": "wiping",
    "settings:person": "account", "settings:assign_post": "account", "settings:job": "job", "settings:place": "place",
    "settings:new_place": "town", "settings:rename_place": "place", "settings:close_place": "place",
    "settings:move_place": "place", "cases:detail": "case", "cases:disorder": "disorder", "cases:listing": "case", "cases:graph": "case", "cases:next": "case", "cases:crime": "case", "cases:apply": "case", "documents:case_papers": "case",
    "documents:paper": "paper", "documents:form": "case", "webhooks:one": "subscription",
}  # fmt: skip


def filled(name, pattern, keys):
    """An address with its keys put in; empty where nobody has said yet what stands there."""
    values = {
        "<int:pk>": keys.get(SUBJECTS.get(name, ""), "<?>"), "<int:seq>": keys["event"], "<int:month>": keys["month"],
        "<int:worker>": keys["worker"], "<slug:kind>": "employers", "<slug:line>": "total", "<slug:answer>": "owed-first", "<slug:door>": "arbitration", "<slug:form_id>": "acceptance_notice", "<slug:key>": "debtors", "<slug:code>": "ug",
        "<str:page>": "print",
    }  # fmt: skip
    values["<slug:kind>"] = "publication" if name == "cases:listing" else values["<slug:kind>"]
    for part, value in values.items():
        pattern = pattern.replace(part, str(value))
    return "" if "<" in pattern else "/" + pattern


class Walk:
    """One person going through pages in one browser, noting every fault."""

    def __init__(self, chromium, office, *, language, size, theme, person=None, script=True):
        width, height = SIZES[size]
        self.office, self.language, self.theme, self.faults = office, language, theme, []
        self.names = re.compile("|".join(map(re.escape, sorted(office.names, key=len, reverse=True))))
        self.context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, locale=language, java_script_enabled=script
        )
        cookie = {"domain": "127.0.0.1", "path": "/"}
        cookies = [{"name": "django_language", "value": "en" if language == "en" else "zh-hans", **cookie}]
        if person:
            cookies.append({"name": "sessionid", "value": office.cookies[person], **cookie})
        self.context.add_cookies(cookies)
        self.context.add_init_script(path=AXE)  # handed over once, and compiled once for many pages
        self.page, self.at = self.context.new_page(), ""
        self.page.on("console", lambda said: said.type == "error" and self.fault("console", said.text))
        self.page.on("pageerror", lambda error: self.fault("script", str(error)))
        self.page.on(
            "request",
            lambda asked: asked.url.startswith((office.url, "data:", "blob:")) or self.fault("third party", asked.url),
        )

    def fault(self, kind, what):
        self.faults.append(f"{self.at} [{kind}] {what}")

    def open(self, address):
        """Go to an address; answers whether the person may see it."""
        self.at = address
        answer = self.page.request.get(self.office.url + address, max_redirects=0)
        if answer.status in (302, 303, 403, 404, 405):
            return False
        if answer.status >= 400:
            self.fault("status", answer.status)
            return False
        if "text/html" not in answer.headers.get("content-type", ""):
            return False
        # The page is shown as it was just answered: drawing it a second time would prove nothing.
        self.page.route(self.office.url + address, lambda asked: asked.fulfill(response=answer), times=1)
        self.page.goto(self.office.url + address, wait_until="load")
        return True

    def look(self):
        """Everything that is asked of a page: the rules in the language most people use, the colours of each theme in one of them."""
        self.readable()
        size = self.page.viewport_size
        self.page.set_viewport_size({"width": 360, "height": 800})
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        seen = self.page.evaluate(LOOK)
        self.page.set_viewport_size(size)
        if seen["wide"] > 360:
            self.fault("overflow", f"{seen['wide']} px wide")
        if self.language == "en":
            found = {text for text in seen["fixed"] if HAN.search(text)} | self.in_chinese(seen["words"])
        else:
            found = {word for text in seen["words"] for word in LATIN_WORD.findall(text)} - LATIN
        if found:
            self.fault("language", sorted(found)[:8])

    def in_chinese(self, words):
        """Sentences of ours that a reader in English is told in Chinese; names are the employers' and the people's own."""
        bare = (QUOTED.sub("", self.names.sub("", text)) for text in words if HAN.search(text))
        return {found[0] for found in map(CHINESE_SENTENCE.search, bare) if found}

    def readable(self):
        """No serious or critical finding; of a long list the first rows stand for all, for they are drawn by one template."""
        only = (
            {"type": "rule", "values": ["color-contrast"]}
            if self.language == "en"
            else {"type": "tag", "values": RULES}
        )
        where = {
            "include": ["html"],
            "exclude": ["tbody tr:nth-child(n+7)", "main li:nth-child(n+7)", "option:nth-child(n+5)"],
        }
        found = self.page.evaluate(
            "([where, only]) => axe.run(where, {runOnly: only, resultTypes: ['violations']})", [where, only]
        )
        for one in found["violations"]:
            if one["impact"] in ("serious", "critical"):
                self.fault(f"axe {one['id']}", [node["html"][:140] for node in one["nodes"][:3]])


def is_only_posted(office, pattern):
    """Whether an address answers nobody's visit: what it does is done by a form."""
    address = office.url + "/" + re.sub(r"<[^>]+>", "1", pattern)
    for cookie in office.cookies.values():
        asked = urllib.request.Request(address, headers={"Cookie": f"sessionid={cookie}"})
        try:
            urllib.request.urlopen(asked, timeout=60).close()
        except urllib.error.HTTPError as refused:
            refused.close()
            if refused.code == 405:
                return True
    return False


def test_every_address_is_a_page_with_a_key_or_named_as_no_page(office):
    known = addresses()
    assert known.keys() >= NOT_PAGES
    open_ones = {name: one for name, one in known.items() if name not in NOT_PAGES}
    unknown = [name for name, one in open_ones.items() if not filled(name, one, office.keys)]
    unknown = [name for name in unknown if not is_only_posted(office, known[name])]
    assert not unknown, "say in SUBJECTS what stands there, or in NOT_PAGES that it is no page"


@pytest.mark.parametrize(("person", "language", "size", "theme"), WALKS)
def test_every_page_of_the_office_is_as_it_should_be(chromium, office, person, language, size, theme):
    walk = Walk(chromium, office, person=person, language=language, size=size, theme=theme)
    seen = []
    for name, pattern in addresses().items():
        address = "" if name in NOT_PAGES else filled(name, pattern, office.keys)
        if address and walk.open(address):
            seen.append(name)
            walk.look()
    walk.context.close()
    assert not walk.faults, "\n" + "\n".join(walk.faults)
    assert len(seen) >= LEAST[person], seen


LEAST = {"clerk1": 45, "head": 45, "assistant01": 15, "system_admin": 4, "security_admin": 6, "audit_admin": 4}


FOR_WORKERS = {
    "front": "/", "public:report": "/report/", "public:query": "/query/", "public:receipt": "/receipt/", "consult:ask": "/advice/",
    "consult:read": "/advice/ct-none/", "consult:next": "/advice/next/", "consult:calculator": "/advice/calculator/",
}  # fmt: skip


NO_PAGES = {"public:receipt_key", "public:sent_file"}
"""Files, not pages."""
REACHED_BY_FORM = {"public:privacy"}
"""Opened with a receipt code; looked at on the way of a filing below, like the steps of the form."""


def test_every_page_for_workers_is_looked_at():
    found = {}
    gather(get_resolver("anxin.project.urls").url_patterns, "", "", found)
    assert {*FOR_WORKERS, *REACHED_BY_FORM, *NO_PAGES} == {
        name for name in found if name == "front" or name.startswith(("public:", "consult:"))
    }


@pytest.mark.parametrize(
    ("path", "language"),
    [
        *((path, language) for path in [*FOR_WORKERS.values(), "/accounts/login/"] for language in ("zh-CN", "en")),
        *(
            (path, "zh-CN")
            for path in ("/?lang=ug", "/report/?lang=vi", "/query/?lang=bo", "/advice/?lang=ug", "/?lang=mn")
        ),
    ],
)
def test_pages_for_everybody_are_light_and_as_they_should_be(chromium, office, path, language):
    walk = Walk(chromium, office, language=language, size="phone", theme="light")
    answers = []
    walk.page.on("response", lambda answer: answers.append(answer))
    assert walk.open(path)
    walk.page.wait_for_load_state("networkidle")
    weights = [(one.url, len(one.body())) for one in answers]
    walk.look()
    walk.context.close()
    assert not walk.faults, "\n" + "\n".join(walk.faults)
    assert sum(weight for _url, weight in weights) <= PUBLIC_MOST, weights


@pytest.mark.parametrize(("spoken", "script"), [("zh-hans", False), ("en", True), ("ug", True)])
def test_a_worker_files_and_asks_with_and_without_any_script(chromium, office, tmp_path, spoken, script):
    """Without script in Chinese; with it, every page that is only reached by sending a form is looked at like the others."""
    photo = tmp_path / "欠条.txt"
    photo.write_text("今欠工资两万五", encoding="utf-8")
    walk = Walk(
        chromium, office, language="en" if spoken == "en" else "zh-CN", size="phone", theme="light", script=script
    )
    page = walk.page

    def go(button="main form button:not([name])"):
        if script:
            walk.at = page.url + " " + page.inner_text("h1")
            walk.look()
        press(page, button)

    page.goto(f"{office.url}/report/?lang={spoken}")
    page.fill("textarea[name=words]", "在厂里做了三个月，工资没给")
    go()
    page.fill("input[name=employer_said]", "某某制衣厂")
    go()
    page.fill("input[name=amount]", "2万5")
    go()
    go()
    page.set_input_files("input[type=file]", photo)
    go()
    page.check("input[value=anonymous]")
    go()
    press(page, "button[name=back]")
    assert page.is_checked("input[value=anonymous]")
    go()
    go()
    code = page.inner_text(".receipt strong")
    page.goto(office.url + "/query/")
    page.fill("input[name=code]", code)
    go()
    page.wait_for_selector("dl.summary")
    assert page.locator("textarea[name=words]").count() == 1
    go("main form[action$='/query/privacy/'] button")
    page.wait_for_selector("main form[action$='/query/']")
    go("main form[action$='/query/'] button")
    walk.context.close()
    assert not walk.faults, "\n" + "\n".join(walk.faults)


COUNTED = """() => [...document.querySelectorAll("main a")].map((one) => [one.textContent.trim(), one.href])
  .filter(([text]) => /^[\\d,]+$/.test(text))"""


@pytest.mark.parametrize(
    "path", ["/office/", "/office/payroll/", "/office/payroll/employers/{employer}/", "/office/organisation/grids/"]
)
@pytest.mark.parametrize("person", ["clerk1", "assistant01"])
def test_every_number_opens_exactly_the_rows_it_counts(chromium, office, person, path):
    walk = Walk(chromium, office, person=person, language="zh-CN", size="desk", theme="light")
    assert walk.open(path.format(**office.keys))
    for text, url in {tuple(one) for one in walk.page.evaluate(COUNTED)}:
        listed = re.findall(r"共 (\d+) 条", walk.page.request.get(url).text())
        if not listed or int(listed[-1]) != int(text.replace(",", "")):
            walk.fault("count", f"{text} opens {listed} rows at {url}")
    walk.context.close()
    assert not walk.faults, "\n" + "\n".join(walk.faults)


def test_a_list_is_filtered_sorted_walked_by_keys_and_taken_away(chromium, office, tmp_path):
    walk = Walk(chromium, office, person="clerk1", language="zh-CN", size="desk", theme="light")
    page = walk.page
    assert walk.open("/office/registry/?size=25")
    all_rows = page.locator("nav.pages").inner_text()
    page.select_option("select[name=focus]", "catering")
    page.wait_for_function("before => document.querySelector('nav.pages').innerText !== before", arg=all_rows)
    page.wait_for_url("**focus=catering**")
    page.click("th a:has-text('企业')")
    page.wait_for_url(re.compile(r"[?&]sort=name(&|$)"))
    page.wait_for_selector("th[aria-sort=ascending]:has-text('企业')")
    said = int(re.search(r"共 (\d+) 条", page.locator("nav.pages").inner_text())[1])
    with page.expect_download() as coming:
        page.click("text=导出 Excel")
    kept = tmp_path / "list.xlsx"
    coming.value.save_as(kept)
    sheet = openpyxl.load_workbook(kept).active
    assert "餐饮" in sheet["A2"].value
    assert sum(1 for row in sheet.iter_rows(min_row=4, max_col=1) if row[0].value) == said
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("tbody tr").nth(1).locator("a").first
    assert page.evaluate("document.activeElement.textContent") == second.inner_text()
    page.keyboard.press("ArrowUp")
    first = page.locator("tbody tr").first.locator("a").first
    assert page.evaluate("document.activeElement.textContent") == first.inner_text()
    name = first.inner_text()
    with led_on(page):
        page.keyboard.press("Enter")
    assert name in page.inner_text("h1")
    assert not walk.faults
    walk.context.close()
