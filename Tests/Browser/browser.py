"""A headless Chromium, driven over the pipe of its DevTools protocol: nothing but the standard library."""
import base64
import json
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import time


class Failure(AssertionError):
    pass


class Browser:
    def __init__(self):
        program = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
        if program is None:
            raise SystemExit("No chromium was found. On Debian: apt-get install chromium")
        self.profile = tempfile.mkdtemp(prefix="dashboard-browser-")
        to_browser, self.writes = os.pipe()
        self.reads, from_browser = os.pipe()
        # The protocol is spoken on the descriptors 3 and 4.
        script = f'exec 113<&{to_browser} 114>&{from_browser}; exec 3<&113 4>&114 113<&- 114>&-; exec "$0" "$@"'
        self.process = subprocess.Popen(
            ["bash", "-c", script, program, "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-component-update",
             f"--user-data-dir={self.profile}", "about:blank"],
            pass_fds=(to_browser, from_browser), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        os.close(to_browser)
        os.close(from_browser)
        self.number, self.answers, self.pages, self.lock = 0, {}, {}, threading.Lock()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        rest = b""
        while chunk := os.read(self.reads, 1 << 20):
            *messages, rest = (rest + chunk).split(b"\0")
            for text in messages:
                message = json.loads(text)
                if "id" in message:
                    self.answers.pop(message["id"]).put(message)
                elif page := self.pages.get(message.get("sessionId")):
                    page._event(message["method"], message["params"])
        os.close(self.reads)

    def send(self, method, session=None, **params):
        with self.lock:
            self.number += 1
            number = self.number
            self.answers[number] = answer = queue.Queue()
            message = {"id": number, "method": method, "params": params} | ({"sessionId": session} if session else {})
            os.write(self.writes, json.dumps(message).encode() + b"\0")
        reply = answer.get(timeout=120)
        if "error" in reply:
            raise Failure(f"{method}: {reply['error']['message']}")
        return reply["result"]

    def page(self, **options):
        context = self.send("Target.createBrowserContext")["browserContextId"]
        target = self.send("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session, target)
        self.pages[session] = page
        page._prepare(**options)
        return page

    def close(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self.writes)
        shutil.rmtree(self.profile, ignore_errors=True)


class Page:
    def __init__(self, browser, session, target):
        self.browser, self.session, self.target = browser, session, target
        self.errors, self.requests, self.responses = [], [], []

    def send(self, method, **params):
        return self.browser.send(method, self.session, **params)

    def _prepare(self, width=1440, height=900, dark=False, scale=1, zone="Europe/Berlin", touch=False):
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=touch)
        if touch:
            self.send("Emulation.setTouchEmulationEnabled", enabled=True)
        self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.send("Emulation.setTimezoneOverride", timezoneId=zone)
        self.send("Emulation.setFocusEmulationEnabled", enabled=True)

    def _event(self, method, params):
        if method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description") or details["text"])
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "assert"):
            self.errors.append(" ".join(str(value.get("value", value.get("description"))) for value in params["args"]))
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.errors.append(f"{params['entry']['text']} {params['entry'].get('url', '')}")
        elif method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Network.responseReceived":
            self.responses.append(params["response"])

    def goto(self, url):
        self.send("Page.navigate", url=url)

    def js(self, expression):
        reply = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True, userGesture=True)
        if "exceptionDetails" in reply:
            raise Failure(f"{expression}: {reply['exceptionDetails'].get('exception', {}).get('description', reply['exceptionDetails']['text'])}")
        return reply["result"].get("value")

    def until(self, expression, what=None, seconds=60):
        """Waits until an expression is true; what it says when it is not names what was expected."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                value = self.js(f"((value) => (value instanceof Node ? true : value))({expression})")
            except Failure:
                value = None
            if value:
                return value
            time.sleep(0.05)
        raise Failure(f"not within {seconds} s: {what or expression}\n--- the page says:\n{self.text()[:1500]}\n--- errors: {self.errors}")

    def text(self, selector="body"):
        return self.js(f"document.querySelector({json.dumps(selector)})?.innerText ?? ''")

    def until_text(self, text, selector="body", seconds=60):
        return self.until(f"(document.querySelector({json.dumps(selector)})?.innerText ?? '').includes({json.dumps(text)})", f"{selector} says {text!r}", seconds)

    def click(self, selector, text=None):
        """Clicks the first element of a selector in view, or the first one that has a text, as a pointer does."""
        find = f"[...document.querySelectorAll({json.dumps(selector)})].find(e => e.getClientRects().length > 0 && ({json.dumps(text)} === null || e.innerText.trim().includes({json.dumps(text)})))"
        # What is loading above an element may move it between the look and the press: the press counts when it met the element.
        end = time.monotonic() + 60
        while time.monotonic() < end:
            self.until(f"Boolean({find})", f"{selector} {text or ''} is there")
            # The scrolling is over, and the element stands still and on top, before the pointer presses.
            box = self.js(f"""(async () => {{
              const e = {find}
              if (!e) return null
              e.scrollIntoView({{ block: "center" }})
              const box = () => {{ const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] }}
              const before = box()
              await new Promise((done) => setTimeout(done, 60))
              const now = box()
              if (before.join() !== now.join() || !e.contains(document.elementFromPoint(...now))) return null
              window.met = false
              document.addEventListener("click", (event) => {{ window.met = e.contains(event.target) }}, {{ capture: true, once: true }})
              return now
            }})()""")
            if box:
                self.point(*box)
                if self.js("window.met !== false"):
                    return
        raise Failure(f"{selector} {text or ''} could not be clicked within 60 s\n--- the page says:\n{self.text()[:1500]}")

    def point(self, x, y):
        self.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def hover(self, x, y):
        self.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def type(self, text):
        self.send("Input.insertText", text=text)

    def press(self, *keys):
        codes = {"Enter": ("\r", 13), "Escape": ("", 27), "Tab": ("", 9), "ArrowLeft": ("", 37), "ArrowRight": ("", 39), "ArrowDown": ("", 40), "ArrowUp": ("", 38), " ": (" ", 32)}
        for key in keys:
            text, code = codes.get(key, (key, ord(key.upper()[0])))
            self.send("Input.dispatchKeyEvent", type="keyDown", key=key, text=text, windowsVirtualKeyCode=code)
            self.send("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def fill(self, selector, text):
        self.js(f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.focus(); e.select?.() }})()")
        self.type(text)

    def screenshot(self, path, whole=False):
        options = {}
        if whole:
            size = self.send("Page.getLayoutMetrics")["cssContentSize"]
            options = {"captureBeyondViewport": True, "clip": {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 3000), "scale": 1}}
        data = self.send("Page.captureScreenshot", format="png", **options)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def close(self):
        self.browser.send("Target.closeTarget", targetId=self.target)
        self.browser.pages.pop(self.session, None)
