"""The scopes of a notebook cell, the same on every Python."""

import ast
import symtable
import sys


class _AsGenerators(ast.NodeTransformer):
    """Every comprehension as a generator expression over the same names."""

    def visit_ListComp(self, node):
        self.generic_visit(node)
        return ast.GeneratorExp(node.elt, node.generators)

    visit_SetComp = visit_ListComp

    def visit_DictComp(self, node):
        self.generic_visit(node)
        return ast.GeneratorExp(ast.Tuple([node.key, node.value], ast.Load()), node.generators)


def symbol_table(source):
    """Return the module's symbol table, in which a comprehension has a scope of its own.

    Python 3.12 and 3.13 inline comprehensions (PEP 709) and count their loop variables among the names around them.
    Generator expressions keep their scope.

    Raises
    ------
    SyntaxError
        As Python reports it for the source as it stands.
    """
    table = symtable.symtable(source, "<cell>", "exec")
    if sys.version_info < (3, 12):
        return table
    try:
        rewritten = ast.unparse(_AsGenerators().visit(ast.parse(source)))
    except RecursionError:  # nested too deep to be rewritten
        return table
    return symtable.symtable(rewritten, "<cell>", "exec")
