"""What keeps people from reading a page: what axe-core finds, what it leaves open, and what it does not look at."""

from axe_playwright_python.base import AXE_SCRIPT as AXE
from playwright.sync_api import Page

# Ids that more than one element of the notebook bears: a name or description would be read from another one's.
SAME_IDS = """() => {
    const ids = [...document.querySelectorAll('.jp-Notebook :not(svg *)[id]')].map((node) => node.id);
    return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
}"""

# What axe needs to know of this page. It is put in with axe, once a page.
JUDGE = """() => {
    // JupyterLab's body is a box without height, and for axe nothing that overflows such a box can be seen.
    document.body.style.height = '100vh';
    // ipywidgets draws the arrow of a list as a picture, and axe judges no words before one. It stands beside them.
    const style = document.createElement('style');
    style.textContent = '.jp-Notebook select { background-image: none !important; }';
    document.head.append(style);
    // A sign such as ✗ is judged like a word. All other options are axe's own: naming one replaces all.
    axe.configure({ checks: [{ id: 'color-contrast', options: {
        ignoreUnicode: false, ignoreLength: true, ignorePseudo: false, boldValue: 700, boldTextPt: 14, largeTextPt: 18,
        contrastRatio: { normal: { expected: 4.5 }, large: { expected: 3 } },
        pseudoSizeThreshold: 0.25, shadowOutlineEmMax: 0.2, textStrokeEmMin: 0.03,
    } }] });
}"""
# Contrast (WCAG 2.2) of a part of a node, against the colours behind it; `part` is the name of a colour.
CONTRAST = """(node, part, pseudo = null) => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const light = (colours) => {
        canvas.clearRect(0, 0, 1, 1);
        for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((n) => n / 255)
            .map((n) => n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = [];
    for (let at = node; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
    const colour = getComputedStyle(node, pseudo)[part];
    const [one, other] = [light(behind), light([...behind, colour])].sort((a, b) => b - a);
    return (one + 0.05) / (other + 0.05);
}"""
# Words and signs that a style sheet puts before or after a node, which axe does not read, as far as they are pale.
PALE = f"""(inside) => [...document.querySelectorAll(inside)].flatMap((one) => [...one.querySelectorAll('*')])
    .filter((node) => node.checkVisibility() && !node.matches(':disabled'))
    .flatMap((node) => ['::before', '::after'].map((pseudo) => [node, pseudo, getComputedStyle(node, pseudo).content]))
    .filter(([node, pseudo, content]) => /"[^"]*[^" ]/.test(content) && ({CONTRAST})(node, 'color', pseudo) < 4.5)
    .map(([node, pseudo, content]) => `color-contrast of ${{content}}: ${{pseudo}} of ${{node.outerHTML}}`)"""


def troubles(page: Page, selector: str) -> list[str]:
    """All that axe finds or cannot judge in what the selector matches, pale signs of style sheets, ids used twice."""
    if page.evaluate("() => window.axe === undefined"):
        page.evaluate(AXE)
        page.evaluate(JUDGE)
    answer = page.evaluate("inside => axe.run(inside, {resultTypes: ['violations', 'incomplete']})", selector)
    found = [
        f"{rule['impact']} {rule['id']}, {said}: {rule['help']}\n  {node['html']}\n  {node['failureSummary']}"
        for said in ("violations", "incomplete")
        for rule in answer[said]
        for node in rule["nodes"]
    ]
    return [*found, *page.evaluate(PALE, selector), *(f"an id used twice: {id}" for id in page.evaluate(SAME_IDS))]
