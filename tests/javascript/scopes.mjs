// Finds names in JavaScript that are used and not declared, and names that are declared and not used.
import { createRequire } from "node:module";

const acorn = createRequire(import.meta.url)("acorn"); // Debian's, which NODE_PATH leads to

class Scope {
  names = new Map();
  constructor(parent, isFunction) {
    Object.assign(this, { parent, isFunction });
  }
  find(name) {
    return this.names.get(name) ?? this.parent?.find(name);
  }
}

class Reader {
  references = [];
  declarations = [];

  declare(pattern, scope, kind) {
    if (!pattern) return;
    if (pattern.type === "Identifier") {
      const known = scope.names.get(pattern.name);
      const declaration = known ?? { node: pattern, kind, isUsed: false };
      scope.names.set(pattern.name, declaration);
      if (!known) this.declarations.push(declaration);
    } else if (pattern.type === "ObjectPattern") {
      for (const property of pattern.properties) {
        if (property.computed) this.read(property.key, scope);
        this.declare(property.value ?? property.argument, scope, kind);
      }
    } else if (pattern.type === "ArrayPattern") {
      for (const element of pattern.elements) this.declare(element, scope, kind);
    } else if (pattern.type === "RestElement") this.declare(pattern.argument, scope, kind);
    else if (pattern.type === "AssignmentPattern") {
      this.declare(pattern.left, scope, kind);
      this.read(pattern.right, scope);
    }
  }

  readChildren(node, scope) {
    for (const value of Object.values(node)) {
      for (const child of [value].flat()) if (typeof child?.type === "string") this.read(child, scope);
    }
  }

  readFunction(node, scope) {
    const inner = new Scope(scope, true);
    if (node.type === "FunctionDeclaration") this.declare(node.id, scope, "function");
    else this.declare(node.id, inner, "parameter");
    for (const parameter of node.params) this.declare(parameter, inner, "parameter");
    if (node.body.type === "BlockStatement") this.readChildren(node.body, inner);
    else this.read(node.body, inner);
  }

  read(node, scope) {
    if (!node) return;
    switch (node.type) {
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        return this.readFunction(node, scope);
      case "ClassDeclaration":
        this.declare(node.id, scope, "class");
        this.read(node.superClass, scope);
        return this.read(node.body, scope);
      case "VariableDeclaration":
        for (const { id, init } of node.declarations) {
          let owner = scope;
          while (node.kind === "var" && !owner.isFunction) owner = owner.parent;
          this.declare(id, owner, node.kind);
          this.read(init, scope);
        }
        return;
      case "BlockStatement":
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement":
      case "SwitchStatement":
      case "StaticBlock":
        return this.readChildren(node, new Scope(scope, false));
      case "CatchClause": {
        const inner = new Scope(scope, false);
        this.declare(node.param, inner, "catch");
        return this.read(node.body, inner);
      }
      case "ImportDeclaration":
        for (const { local } of node.specifiers) this.declare(local, scope, "import");
        return;
      case "ExportNamedDeclaration": {
        const before = this.declarations.length;
        this.read(node.declaration, scope);
        for (const one of this.declarations.slice(before)) if (scope.find(one.node.name) === one) one.isUsed = true;
        if (!node.source) for (const { local } of node.specifiers) this.read(local, scope);
        return;
      }
      case "ExportAllDeclaration":
      case "MetaProperty":
      case "BreakStatement":
      case "ContinueStatement":
        return;
      case "LabeledStatement":
        return this.read(node.body, scope);
      case "MemberExpression":
      case "MethodDefinition":
      case "PropertyDefinition":
      case "Property":
        this.read(node.object, scope);
        if (node.computed || node.shorthand) this.read(node.computed ? node.property ?? node.key : undefined, scope);
        return this.read(node.value, scope);
      case "AssignmentExpression":
        if (node.operator === "=" && node.left.type === "Identifier") {
          this.references.push({ node: node.left, scope, isWrite: true });
          return this.read(node.right, scope);
        }
        return this.readChildren(node, scope);
      case "Identifier":
        return void this.references.push({ node, scope });
      default:
        return this.readChildren(node, scope);
    }
  }
}

// Returns what is wrong with `text` as sentences with lines: a text that is not JavaScript, names outside of `globals` that
// are not declared, constants that are assigned to, and names that are not used, except parameters. `options` are acorn's.
export function faults(text, globals, options = {}) {
  let program;
  try {
    program = acorn.parse(text, { ecmaVersion: 2022, sourceType: "module", locations: true, allowHashBang: true, ...options });
  } catch ({ message }) {
    return [`is not JavaScript: ${message}`];
  }
  const reader = new Reader();
  const top = new Scope(undefined, true);
  reader.readChildren(program, top);
  const found = [];
  const add = (node, words) => found.push(`line ${node.loc.start.line}: ${node.name} ${words}`);
  for (const { node, scope, isWrite } of reader.references) {
    const declaration = scope.find(node.name);
    if (!declaration && !globals.has(node.name)) add(node, "is not declared");
    if (isWrite && declaration?.kind === "const") add(node, "is a constant");
    if (declaration && !isWrite) declaration.isUsed = true;
  }
  for (const { node, kind, isUsed } of reader.declarations) {
    if (!isUsed && kind !== "parameter") add(node, "is not used");
  }
  return found;
}
