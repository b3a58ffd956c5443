/// How the landing page looks: in light and dark, and on a screen too narrow for a table with each row as a card.
enum LandingStyle {
    /// Every colour stands in the two blocks of variables, so that a test can compare them.
    static let sheet = """
        :root{color-scheme:light dark;
        --paper:#ffffff;--band:#f3f4f6;--ink:#1b1f24;--soft:#57606a;--line:#7d8590;--link:#0550ae;
        --good:#116329;--bad:#a40e26;--wait:#7d4e00}
        @media (prefers-color-scheme:dark){:root{
        --paper:#0d1117;--band:#161b22;--ink:#e6edf3;--soft:#9ea7b3;--line:#6e7681;--link:#79c0ff;
        --good:#56d364;--bad:#ff7b72;--wait:#e3b341}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:1rem;max-width:80rem;font:1rem/1.5 system-ui,sans-serif;
        background:var(--paper);color:var(--ink)}
        bdi,code{overflow-wrap:anywhere}
        h1{margin:0;font-size:1.5rem}h2{margin:2rem 0 0;font-size:1.125rem}
        a{color:var(--link)}
        nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:1rem 0;padding:0;list-style:none}
        table{width:100%;border-collapse:collapse;margin-top:.5rem}
        caption,footer,.none{color:var(--soft);text-align:left}
        th,td{padding:.375rem .75rem .375rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
        thead th{color:var(--soft);font-weight:600}
        tbody tr:nth-child(even){background:var(--band)}
        .number{text-align:right;font-variant-numeric:tabular-nums}
        .up{color:var(--good)}.down{color:var(--bad)}.wait{color:var(--wait)}
        .up,.down,.wait{font-weight:600}
        code{font:.9375em ui-monospace,monospace}
        @media (max-width:56rem){
        table,caption,tbody,tr,th,td{display:block}
        thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        tbody tr{margin-top:.75rem;padding:.5rem .75rem;border:1px solid var(--line);border-radius:.375rem}
        tbody th,tbody td{padding:.125rem 0;border:0;text-align:left}
        td::before{content:attr(data-label) ": ";content:attr(data-label) ": " / "";color:var(--soft);font-weight:400}
        td.number{text-align:left}}
        """
}
