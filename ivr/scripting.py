"""ECMAScript of a dialogue: one quickjs context a call, with limits; nothing of the machine in it."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import quickjs

from ivr.script_values import UNDEFINED, ScriptError, Undefined, finite, is_name, loaded, unpacked
from ivr.xml_in_scripts import TREES

_HOST = Path(__file__).with_name("scripting_host.js").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one evaluation may use of the processor, all between two inputs, and a call of memory."""

    cpu_s: float = 1.0
    total_cpu_s: float = 4.0
    memory_bytes: int = 32_000_000
    stack_bytes: int = 256_000


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope's number in the engine, and what it is called in documents ("" for anonymous)."""

    number: int
    name: str = ""


Chain = tuple[Scope, ...]


class Scripts:
    """The scopes and scripts of one call. Used by one thread only."""

    def __init__(self, limits: Limits | None = None) -> None:
        limits = limits or Limits()
        self._limits = limits
        self._aliases: dict[tuple[int, str], Scope] = {}
        self._context = _limited(limits)
        self._host = self._bound(self._context.eval(_HOST))
        self._declared: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self._grammars: Any = None
        self._trees: Any = None
        # Seconds of the processor; whoever counts sets it back.
        self.spent_s = 0.0

    def _bound(self, host: Any) -> dict[str, Any]:  # noqa: ANN401
        self._context.set("$$host", host)
        names = self._context.eval("Object.keys($$host).join()").split(",")
        functions = {name: self._context.eval(f"$$host.{name}") for name in names}
        self._context.eval("delete globalThis.$$host")
        return functions

    def scope(self, name: str = "") -> Scope:
        """A new, empty scope; with a name it knows itself by it."""
        scope = Scope(int(self._call("scope")), name)
        if name:
            self.alias(scope, name, scope)
        return scope

    def drop(self, scope: Scope) -> None:
        """Forget a scope's variables."""
        for key in [key for key in self._aliases if key[0] == scope.number]:
            del self._aliases[key]
        # Uncounted, so that it is possible when nothing else is any more.
        _guarded(self._host["drop"], scope.number)

    def alias(self, scope: Scope, name: str, of: Scope) -> None:
        """Let `name` in a scope mean another scope as an object."""
        self._aliases[scope.number, name] = of
        self._call("alias", scope.number, name, of.number)

    def freeze(self, scope: Scope) -> None:
        """No variable of this scope may change any more."""
        self._call("freeze", scope.number)

    def declare(self, scope: Scope, name: str, value: object = UNDEFINED) -> None:
        """A variable of this scope with a plain Python value."""
        if isinstance(value, Undefined):
            self._call("unset", scope.number, name)
        else:
            self._call("set", scope.number, name, json.dumps(finite(value)))

    def declare_expression(self, scope: Scope, name: str, chain: Chain, code: str) -> None:
        """A variable of this scope with the value of an expression, kept as the engine has it."""
        self._call("move", scope.number, name, _numbers(chain), f"({code}\n)")

    def declare_member(self, scope: Scope, name: str, chain: Chain, code: str, index: int) -> None:
        """A variable of this scope with one element of an array."""
        self._call("pick", scope.number, name, _numbers(chain), code, index)

    def has(self, scope: Scope, name: str) -> bool:
        return bool(self._call("has", scope.number, name))

    def is_defined(self, scope: Scope, name: str) -> bool:
        """Whether the scope's variable exists and is not undefined."""
        return bool(self._call("defined", scope.number, name))

    def declare_tree(self, scope: Scope, name: str, tree: object) -> None:
        """A variable of this scope with an XML document, to be read as the DOM has it."""
        if self._trees is None:
            self._trees = self._context.eval(TREES)
        self._call("tree", scope.number, name, json.dumps(tree), self._trees)

    def member(self, scope: Scope, name: str) -> object:
        return unpacked(self._call("member", scope.number, name))

    def value(self, code: str, chain: Chain) -> object:
        """An expression's value as plain Python; undefined is UNDEFINED."""
        return unpacked(self._call("value", _numbers(chain), code.rstrip("; \n")))

    def text(self, code: str, chain: Chain) -> str:
        """An expression's value as a string."""
        return str(loaded(self._call("text", _numbers(chain), code.rstrip("; \n"))))

    def truth(self, code: str, chain: Chain) -> bool:
        return bool(self._call("truth", _numbers(chain), code.rstrip("; \n")))

    def length(self, code: str, chain: Chain) -> int:
        """How many elements the array has; -1 for what is no array."""
        return int(self._call("items", _numbers(chain), code))

    def assign(self, name: str, chain: Chain, code: str) -> None:
        """Give a declared variable, or a property of one, the value of an expression.

        Raises ScriptError for what was never declared.
        """
        first, _, rest = name.partition(".")
        first = first.partition("[")[0].strip()
        if not is_name(first):
            raise ScriptError(f"{name!r} is no variable")
        by_name = next(
            (
                self._aliases[scope.number, first]
                for scope in reversed(chain)
                if (scope.number, first) in self._aliases
            ),
            None,
        )
        if by_name is not None:
            of, _, deeper = rest.partition(".")
            if by_name.name == "session" or (not deeper and not self.has(by_name, of)):
                raise ScriptError(f"{name} was not declared or cannot be changed")
        elif not any(self.has(scope, first) for scope in chain):
            raise ScriptError(f"{first} was not declared")
        elif self._is_session(first, chain):
            raise ScriptError(f"{first} belongs to the session and cannot be changed")
        self._call("script", _numbers(chain), f"{name} = ({code}\n)")

    def _is_session(self, name: str, chain: Chain) -> bool:
        owner = next((scope for scope in reversed(chain) if self.has(scope, name)), None)
        return owner is not None and owner.name == "session"

    def script(self, code: str, chain: Chain) -> None:
        """Run a script; what it declares is declared in the chain's last scope."""
        variables, functions = self._declarations(code)
        scope = chain[-1]
        for name in variables:
            if not self.has(scope, name):
                self.declare(scope, name)
        ending = "".join(f"\n;$$kept.{name} = {name};" for name in functions)
        if ending:
            for name in functions:
                self._call("script", _numbers((scope,)), f"delete {name}")
            self.alias(scope, "$$kept", scope)
        self._call("script", _numbers(chain), code + ending)

    def _declarations(self, code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What a script declares by `var` and `function`: a fresh engine is asked, nothing runs."""
        if code not in self._declared:
            context = _limited(self._limits)
            before = set(json.loads(context.eval(_NAMES).json()))
            _guarded(context.eval, "throw 0;\n" + code, expected="0")
            after = [name for name in json.loads(context.eval(_NAMES).json()) if name not in before]
            kinds = {name: context.eval(f"typeof globalThis[{json.dumps(name)}]") for name in after}
            self._declared[code] = (
                tuple(name for name in after if kinds[name] != "function"),
                tuple(name for name in after if kinds[name] == "function"),
            )
        return self._declared[code]

    def evaluate(self, code: str, variables: Mapping[str, object]) -> object:
        """Run code that ends in an expression with these variables, apart from the call's own.

        What grammars need for their tags. Returns plain Python, None for undefined.
        Raises ScriptError.
        """
        if self._grammars is None:
            self._grammars = _limited(self._limits).eval(_APART)
        values = json.dumps(finite(dict(variables)))
        found = unpacked(self._counted(self._grammars, values, code))
        return None if isinstance(found, Undefined) else found

    def _call(self, name: str, *arguments: object) -> Any:  # noqa: ANN401
        return self._counted(self._host[name], *arguments)

    def _counted(self, function: Callable[..., object], *arguments: object) -> Any:  # noqa: ANN401
        if self.spent_s > self._limits.total_cpu_s:
            raise ScriptError("scripts used up what they may")
        began = time.thread_time()
        try:
            return _guarded(function, *arguments)
        finally:
            self.spent_s += time.thread_time() - began


_NAMES = "Object.getOwnPropertyNames(globalThis)"
_APART = r"""(function () {
  var stringify = JSON.stringify, parse = JSON.parse, Make = Function;
  var run = Make('$$variables', '$$code', 'with ($$variables) { return eval($$code) }');
  return function (values, code) {
    var found = run.call(undefined, parse(values), code);
    if (found === undefined) return 'u';
    if (typeof found === 'number' && !isFinite(found)) return 'n' + String(found);
    var text = stringify(found);
    return text === undefined ? 'u' : 'j' + text;
  };
})()"""


def _limited(limits: Limits) -> Any:  # noqa: ANN401
    context = quickjs.Context()
    context.set_time_limit(limits.cpu_s)
    context.set_memory_limit(limits.memory_bytes)
    context.set_max_stack_size(limits.stack_bytes)
    return context


def _guarded(
    function: Callable[..., object], *arguments: object, expected: str | None = None
) -> Any:  # noqa: ANN401
    """Call the engine; its exceptions become ScriptError, but for the `expected` one."""
    try:
        for argument in arguments:
            if isinstance(argument, str):
                argument.encode()
        return function(*arguments)
    except quickjs.JSException as error:
        message = str(error).partition("\n")[0]
        if message == expected:
            return None
        # Without memory left the engine cannot even say so.
        raise ScriptError("out of memory" if message == "null" else message) from None
    except (UnicodeError, ValueError):
        # Halves of characters and NUL.
        raise ScriptError("characters a script cannot have") from None


def _numbers(chain: Chain) -> str:
    return ",".join(str(scope.number) for scope in chain)
