#!/usr/bin/python3
"""Other ways to count a catalogue's images by status, each as one program that prints the counts as JSON.

usage: peers.py walk|sdk URL
       peers.py pipeline URL    prints the shell commands of a curl and jq pipeline instead
"""
import collections
import http.client
import json
import sys
import urllib.parse

QUERY = "/v2/images?os_hidden=false&limit=1000"


def walk(url):
    """What a careful script does: one connection, pages of 1000, Python's own JSON."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port)
    counts, target = collections.Counter(), QUERY
    while target:
        connection.request("GET", target)
        page = json.loads(connection.getresponse().read())
        counts.update(image["status"] for image in page["images"])
        target = page.get("next")
    return counts


def sdk(url):
    """OpenStack's own client library, as Debian has it."""
    import openstack
    cloud = openstack.connection.Connection(
        auth_type="none", endpoint=url, image_endpoint_override=f"{url}/v2", image_api_version="2", region_name="RegionOne")
    return collections.Counter(image.status for image in cloud.image.images(limit=1000))


PIPELINE = r"""
target='{query}'
while [ -n "$target" ]; do
    curl --silent --show-error --fail "{url}$target" >"$1"
    jq --raw-output '.images[].status' "$1" >>"$2"
    target=$(jq --raw-output '.next // empty' "$1")
done
sort "$2" | uniq --count | jq --raw-input --slurp 'split("\n") | map(select(. != "") | [scan("[^ ]+")]) | map({{(.[1]): (.[0] | tonumber)}}) | add'
"""

if __name__ == "__main__":
    if sys.argv[1] == "pipeline":
        print(PIPELINE.format(query=QUERY, url=sys.argv[2]))
    else:
        print(json.dumps({"walk": walk, "sdk": sdk}[sys.argv[1]](sys.argv[2])))
