"""Cells of the machine that the exporter runs on."""


def run(binary, chosen):
    return 0, 0
