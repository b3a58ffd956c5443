#!/usr/bin/python3
"""Scrapes an endpoint as fast as it answers until SIGTERM, then tells how that went.

usage: load.py HOST:PORT

Four scrapers with a connection each, half of them with gzip. Prints a JSON object: `scrapes`, and `faults`, the first few
answers that were no whole page.
"""
import gzip
import http.client
import json
import signal
import sys
import threading

SCRAPERS = 4
MOST_FAULTS = 5


def scrape(address, is_packed, result, is_over):
    connection = http.client.HTTPConnection(address, timeout=30)
    while not is_over.is_set():
        try:
            connection.request("GET", "/metrics", headers={"Accept-Encoding": "gzip"} if is_packed else {})
            answer = connection.getresponse()
            content = answer.read()
            if answer.getheader("Content-Encoding") == "gzip":
                content = gzip.decompress(content)
            whole = content.endswith(b"\n") and b"\nglance_exporter_build_info{" in content
            fault = None if answer.status == 200 and whole else f"{answer.status} {content[-200:]!r}"
        except (OSError, http.client.HTTPException) as error:
            fault = repr(error)
            connection.close()
        result["scrapes"] += 1
        if fault and len(result["faults"]) < MOST_FAULTS:
            result["faults"].append(fault)


def main():
    results = [{"scrapes": 0, "faults": []} for _ in range(SCRAPERS)]
    is_over = threading.Event()
    threads = [threading.Thread(target=scrape, args=(sys.argv[1], number % 2 == 1, result, is_over))
               for number, result in enumerate(results)]
    signal.signal(signal.SIGTERM, lambda *_: is_over.set())
    for thread in threads:
        thread.start()
    is_over.wait()
    for thread in threads:
        thread.join()
    print(json.dumps({"scrapes": sum(result["scrapes"] for result in results),
                      "faults": [fault for result in results for fault in result["faults"]]}))


main()
