// Makes the nodes of a tree written as [name, attributes, children]; text is a string.
(function (tree) {
  function all(node, name, found) {
    node.childNodes.forEach(function (child) {
      if (child.nodeType === 1) {
        if (name === '*' || child.tagName === name) found.push(child);
        all(child, name, found);
      }
    });
    return found;
  }
  function listed(nodes) {
    nodes.item = function (n) { return nodes[n] === undefined ? null : nodes[n]; };
    return nodes;
  }
  function joined(node) {
    if (node.nodeType === 3) return node.data;
    return node.childNodes.map(joined).join('');
  }
  function linked(node, owner) {
    node.ownerDocument = owner;
    node.firstChild = node.childNodes[0] || null;
    node.lastChild = node.childNodes[node.childNodes.length - 1] || null;
    node.childNodes.forEach(function (child, n) {
      child.parentNode = node;
      child.previousSibling = node.childNodes[n - 1] || null;
      child.nextSibling = node.childNodes[n + 1] || null;
    });
    node.hasChildNodes = function () { return node.childNodes.length > 0; };
    node.textContent = joined(node);
    listed(node.childNodes);
    Object.defineProperty(node, 'toJSON', {value: function () { return node.textContent; }});
    return node;
  }
  function attribute(name, value, owner) {
    return linked({nodeType: 2, nodeName: name, name: name, nodeValue: value, value: value,
                   specified: true, childNodes: [], parentNode: null, attributes: null,
                   previousSibling: null, nextSibling: null}, owner);
  }
  function made(part, owner) {
    if (typeof part === 'string') {
      return linked({nodeType: 3, nodeName: '#text', nodeValue: part, data: part,
                     length: part.length, childNodes: [], attributes: null,
                     substringData: function (from, count) {
                       if (from < 0 || from > part.length || count < 0) {
                         throw {code: 1, message: 'INDEX_SIZE_ERR'};
                       }
                       return part.substr(from, count);
                     }}, owner);
    }
    var names = Object.keys(part[1]);
    var attributes = names.map(function (name) { return attribute(name, part[1][name], owner); });
    attributes.getNamedItem = function (name) {
      return attributes.filter(function (one) { return one.name === name; })[0] || null;
    };
    listed(attributes);
    var node = {nodeType: 1, nodeName: part[0], tagName: part[0], localName: part[0],
                nodeValue: null, attributes: attributes,
                childNodes: part[2].map(function (child) { return made(child, owner); })};
    node.getAttribute = function (name) {
      return Object.prototype.hasOwnProperty.call(part[1], name) ? part[1][name] : '';
    };
    node.hasAttribute = function (name) {
      return Object.prototype.hasOwnProperty.call(part[1], name);
    };
    node.hasAttributes = function () { return names.length > 0; };
    node.getAttributeNode = function (name) { return attributes.getNamedItem(name); };
    node.getElementsByTagName = function (name) { return listed(all(node, name, [])); };
    return linked(node, owner);
  }
  var whole = {nodeType: 9, nodeName: '#document', nodeValue: null, attributes: null,
               parentNode: null, previousSibling: null, nextSibling: null};
  whole.documentElement = made(tree, whole);
  whole.childNodes = [whole.documentElement];
  whole.getElementsByTagName = function (name) { return listed(all(whole, name, [])); };
  whole.getElementById = function (id) {
    return all(whole, '*', []).filter(function (e) { return e.getAttribute('id') === id; })[0] || null;
  };
  linked(whole, null);
  return whole;
})
