#!/usr/bin/python3
"""Opens a page in headless Chromium, and prints what it is there as JSON.

usage: browser.py URL [--screenshots DIR]

One entry for each of light and dark, on a phone (360 px) and on a desk (1280 px): the text as rendered, the width that the
page's content takes, every URL that was asked for, what the browser complains of, and the names and roles of the
accessibility tree. The browser is spoken to over a pair of pipes (its DevTools protocol), and knows no network but the page.
"""
import argparse
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile

WIDTHS = (360, 1280)
ROLES = {"table", "caption", "columnheader", "rowheader", "row", "cell", "banner", "navigation", "main", "contentinfo",
         "heading", "link"}


class Browser:
    def __init__(self, folder):
        self.to_browser, self.from_browser = os.pipe(), os.pipe()
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                   "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
                   "--hide-scrollbars", "--no-proxy-server", f"--user-data-dir={folder}/profile",
                   "--remote-debugging-pipe", "about:blank"]
        environment = {"PATH": "/usr/bin:/bin", "HOME": folder, "LANG": "C.UTF-8"}
        self.process = subprocess.Popen(
            ["/bin/bash", "-c", f'exec 3<&{self.to_browser[0]} 4>&{self.from_browser[1]}; exec timeout 300 "$@"', "chromium"]
            + command, env=environment, pass_fds=(self.to_browser[0], self.from_browser[1]), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(self.to_browser[0])
        os.close(self.from_browser[1])
        self.input = os.fdopen(self.to_browser[1], "wb", buffering=0)
        self.output = os.fdopen(self.from_browser[0], "rb")
        self.number, self.events, self.buffer = 0, [], b""

    def receive(self):
        while b"\0" not in self.buffer:
            part = self.output.read1(1 << 16)
            if not part:
                sys.exit("browser.py: the browser has ended")
            self.buffer += part
        message, _, self.buffer = self.buffer.partition(b"\0")
        return json.loads(message)

    def call(self, method, session=None, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        self.input.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"browser.py: {method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, method):
        while True:
            for place, event in enumerate(self.events):
                if event.get("method") == method:
                    return self.events.pop(place)
            self.events.append(self.receive())

    def end(self):
        self.input.close()
        self.process.terminate()
        self.process.wait()


def look(browser, url, width, scheme, screenshots):
    target = browser.call("Target.createTarget", url="about:blank")["targetId"]
    session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    call = lambda method, **parameters: browser.call(method, session, **parameters)
    for domain in ("Network", "Page", "Log", "Runtime"):
        call(f"{domain}.enable")
    call("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 600)
    call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.events.clear()
    call("Page.navigate", url=url)
    browser.wait("Page.loadEventFired")
    evaluate = lambda text: call("Runtime.evaluate", expression=text, returnByValue=True)["result"]["value"]
    facts = {
        "width": width, "scheme": scheme, "title": evaluate("document.title"), "text": evaluate("document.body.innerText"),
        "contentWidth": evaluate("document.documentElement.scrollWidth"),
        "background": evaluate("getComputedStyle(document.body).backgroundColor"),
        # One that is wider than the window hides what is cut off.
        "widest": evaluate("Math.max(...[...document.querySelectorAll('body *')]"
                           ".filter(e => !e.closest('thead')).map(e => e.getBoundingClientRect().right))"),
    }
    facts["caption"] = evaluate("Math.min(...[...document.querySelectorAll('caption')]"
                                ".map(e => e.getBoundingClientRect().width))")
    call("Accessibility.enable")
    nodes = [node for node in call("Accessibility.getFullAXTree")["nodes"] if not node.get("ignored")]
    named = [(node["role"]["value"].lower(), node.get("name", {}).get("value", "")) for node in nodes]
    facts["tree"] = [f"{role} {name}".strip() for role, name in named if role in ROLES]
    if screenshots:
        image = call("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        with open(f"{screenshots}/{scheme}-{width}.png", "wb") as file:
            file.write(base64.b64decode(image))
    asked = [event["params"]["request"]["url"] for event in browser.events
             if event.get("method") == "Network.requestWillBeSent"]
    facts["requests"] = asked
    facts["complaints"] = [event["params"]["entry"]["text"] for event in browser.events
                           if event.get("method") == "Log.entryAdded"]
    browser.call("Target.closeTarget", targetId=target)
    return facts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--screenshots")
    arguments = parser.parse_args()
    folder = tempfile.mkdtemp()
    browser = Browser(folder)
    try:
        looks = [look(browser, arguments.url, width, scheme, arguments.screenshots)
                 for width in WIDTHS for scheme in ("light", "dark")]
    finally:
        browser.end()
        shutil.rmtree(folder, ignore_errors=True)
    json.dump(looks, sys.stdout)
    print()


main()
