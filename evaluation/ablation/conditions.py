"""The conditions of a module, and the module rewritten so that each tells `watch` how it came out.

A condition is an operand of `and` or `or`, or the test of an `if`, a `while`, a ternary or a comprehension. Functions are counted too.
Only what stands in a function is rewritten: what a module asks while it is imported can't be asked again.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

CHANGING = {"add", "append", "extend", "update", "pop", "remove", "discard", "setdefault", "insert", "clear", "popleft", "appendleft"}
"""Methods that change what they are called on: an operand that calls one is never asked out of turn."""
WATCH = "__watch__"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition (or function) of a module by its place and its words.

    `kind`: and, or (an operand), test, while, filter, function. `whole`: the test is itself an `and` or `or`, whose operands are
    conditions of their own.
    """

    module: str
    line: int
    column: int
    kind: str
    function: str
    words: str
    whole: bool = False

    def __str__(self) -> str:
        return f"{self.module}:{self.line} [{self.kind}] {self.function}: {' '.join(self.words.split())[:110]}"


def rewrite(source: str, module: str, found: list[Condition]) -> ast.Module:
    """Give the tree of a module whose conditions report to `watch`; each is added to `found`, whose index is its number."""
    tree = ast.parse(source)
    tree = ast.fix_missing_locations(_Rewriter(source, module, found).visit(tree))
    body = tree.body
    start = 1 if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) else 0
    while start < len(body) and isinstance(body[start], ast.ImportFrom) and body[start].module == "__future__":  # type: ignore[attr-defined]
        start += 1
    imported = ast.parse(f"import evaluation.ablation.watch as {WATCH}").body
    tree.body = [*body[:start], *imported, *body[start:]]
    return ast.fix_missing_locations(tree)


class _Rewriter(ast.NodeTransformer):
    def __init__(self, source: str, module: str, found: list[Condition]) -> None:
        self.source, self.module, self.found = source, module, found
        self.functions: list[str] = []

    def _number(self, node: ast.expr | ast.stmt, kind: str, whole: bool = False) -> ast.Constant:
        words = "" if kind == "function" else ast.get_source_segment(self.source, node) or ""
        self.found.append(Condition(self.module, node.lineno, node.col_offset, kind, ".".join(self.functions), words, whole))
        return ast.Constant(len(self.found) - 1)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.functions.append(node.name)
        number = self._number(node, "function")
        node.body = [self.visit(s) for s in node.body]
        docstring = isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)
        node.body.insert(1 if docstring else 0, ast.Expr(_call("called", number)))
        self.functions.pop()
        if any(_is_cache(d) for d in node.decorator_list):
            node.decorator_list.append(ast.Attribute(ast.Name(WATCH, ast.Load()), "remembered", ast.Load()))
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        outer, self.functions = self.functions, []
        node.body = [s if isinstance(s, ast.Assign | ast.AnnAssign) else self.visit(s) for s in node.body]
        self.functions = outer
        return node

    def _test(self, test: ast.expr, kind: str) -> ast.expr:
        """Rewrite an expression of which only the truth counts."""
        if not self.functions:
            return test
        number = self._number(test, kind, isinstance(test, ast.BoolOp))
        return _call("asked", number, self._inside(test))

    def _inside(self, test: ast.expr) -> ast.expr:
        if isinstance(test, ast.BoolOp):
            return self._operands(test, truth_only=True)
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            test.operand = self._inside(test.operand)
            return test
        return self.visit(test)  # type: ignore[no-any-return]

    def _operands(self, node: ast.BoolOp, truth_only: bool) -> ast.expr:
        kind = "and" if isinstance(node.op, ast.And) else "or"
        free, still = _may_move(node), not any(_changes(v) for v in node.values[1:])
        stop = ast.Constant(kind == "or")
        numbers, parts = [], []
        for operand in node.values:
            numbers.append(self._number(operand, kind))
            parts.append(self._inside(operand) if truth_only else self.visit(operand))
        if not free:
            node.values = [_call("part", stop, n, p) for n, p in zip(numbers, parts, strict=True)]
            return node
        return _call("parts", stop, _tuple(numbers), ast.Constant(truth_only), ast.Constant(still), *(_call_later(p) for p in parts))

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        return self._operands(node, truth_only=False) if self.functions else node

    def visit_If(self, node: ast.If) -> ast.If:
        node.test = self._test(node.test, "test")
        node.body = [self.visit(s) for s in node.body]
        node.orelse = [self.visit(s) for s in node.orelse]
        return node

    def visit_While(self, node: ast.While) -> ast.While:
        node.test = self._test(node.test, "while")
        node.body = [self.visit(s) for s in node.body]
        node.orelse = [self.visit(s) for s in node.orelse]
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.IfExp:
        node.test = self._test(node.test, "test")
        node.body, node.orelse = self.visit(node.body), self.visit(node.orelse)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        node.target, node.iter = self.visit(node.target), self.visit(node.iter)
        node.ifs = [self._test(t, "filter") for t in node.ifs]
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.Lambda:
        node.body = self.visit(node.body) if self.functions else node.body
        return node

    def visit_Assert(self, node: ast.Assert) -> ast.Assert:
        return node


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Attribute(ast.Name(WATCH, ast.Load()), name, ast.Load()), list(arguments), [])


def _call_later(expression: ast.expr) -> ast.Lambda:
    return ast.Lambda(ast.arguments([], [], None, [], [], None, []), expression)


def _is_cache(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Name) and called.id in ("cache", "lru_cache")


def _tuple(numbers: list[ast.Constant]) -> ast.Tuple:
    return ast.Tuple(list(numbers), ast.Load())


def _may_move(node: ast.expr) -> bool:
    """Is an expression the same in a function of its own? Not where it names something, waits, or asks for its class."""
    apart = ast.NamedExpr | ast.Yield | ast.YieldFrom | ast.Await
    return not any(isinstance(n, apart) or (isinstance(n, ast.Name) and n.id == "super") for n in ast.walk(node))


def _changes(node: ast.expr) -> bool:
    """May asking this out of turn change something?"""
    calls = [n.func for n in ast.walk(node) if isinstance(n, ast.Call)]
    return any((isinstance(f, ast.Attribute) and f.attr in CHANGING) or (isinstance(f, ast.Name) and f.id == "next") for f in calls)
