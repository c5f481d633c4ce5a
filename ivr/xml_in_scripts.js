// Makes the nodes of a tree written as [name, namespace, attributes, children]; text is a string.
// Attributes are [name, namespace, value].
(function (tree) {
  var KINDS = ['ELEMENT', 'ATTRIBUTE', 'TEXT', 'CDATA_SECTION', 'ENTITY_REFERENCE', 'ENTITY',
               'PROCESSING_INSTRUCTION', 'COMMENT', 'DOCUMENT', 'DOCUMENT_TYPE',
               'DOCUMENT_FRAGMENT', 'NOTATION'];
  function hidden(object, values) {
    Object.keys(values).forEach(function (name) {
      Object.defineProperty(object, name, {value: values[name], enumerable: false});
    });
    return object;
  }
  function item(n) { return this[n] === undefined ? null : this[n]; }
  function listed(nodes) { return hidden(nodes, {item: item}); }
  function joined(node) {
    if (node.nodeType === 3 || node.nodeType === 2) return node.nodeValue;
    return node.childNodes.map(joined).join('');
  }
  function all(node, fits, found) {
    node.childNodes.forEach(function (child) {
      if (child.nodeType === 1) {
        if (fits(child)) found.push(child);
        all(child, fits, found);
      }
    });
    return found;
  }
  function named(name) {
    return function (node) { return name === '*' || node.nodeName === name; };
  }
  // Within no namespace is written as null and as the empty string.
  function qualified(namespace, local) {
    return function (node) {
      return (local === '*' || node.localName === local) &&
        (namespace === '*' || (node.namespaceURI || '') === (namespace || ''));
    };
  }
  function local(name) { return name.slice(name.indexOf(':') + 1); }
  function prefix(name) { return name.indexOf(':') < 0 ? null : name.slice(0, name.indexOf(':')); }

  var ofNodes = {
    hasChildNodes: function () { return this.childNodes.length > 0; },
    hasAttributes: function () { return !!this.attributes && this.attributes.length > 0; },
    toJSON: function () { return this.textContent; },
    getElementsByTagName: function (name) { return listed(all(this, named(name), [])); },
    getElementsByTagNameNS: function (namespace, name) {
      return listed(all(this, qualified(namespace, name), []));
    }
  };
  KINDS.forEach(function (kind, n) { ofNodes[kind + '_NODE'] = n + 1; });
  ofNodes = hidden({}, ofNodes);
  Object.defineProperty(ofNodes, 'textContent', {get: function () { return joined(this); }});
  var ofElements = hidden(Object.create(ofNodes), {
    getAttributeNode: function (name) { return this.attributes.getNamedItem(name); },
    getAttributeNodeNS: function (namespace, name) {
      return this.attributes.getNamedItemNS(namespace, name);
    },
    getAttribute: function (name) { return valued(this.getAttributeNode(name)); },
    getAttributeNS: function (namespace, name) {
      return valued(this.getAttributeNodeNS(namespace, name));
    },
    hasAttribute: function (name) { return this.getAttributeNode(name) !== null; },
    hasAttributeNS: function (namespace, name) {
      return this.getAttributeNodeNS(namespace, name) !== null;
    }
  });
  var ofTexts = hidden(Object.create(ofNodes), {
    substringData: function (from, count) {
      if (from < 0 || from > this.data.length || count < 0) {
        throw {code: 1, message: 'INDEX_SIZE_ERR'};
      }
      return this.data.substr(from, count);
    }
  });
  var ofDocuments = hidden(Object.create(ofNodes), {
    getElementById: function (id) {
      return all(this, function (one) { return one.getAttribute('id') === id; }, [])[0] || null;
    }
  });
  var ofAttributes = {
    getNamedItem: function (name) { return first(this, named(name)); },
    getNamedItemNS: function (namespace, name) { return first(this, qualified(namespace, name)); }
  };
  function first(attributes, fits) { return attributes.filter(fits)[0] || null; }
  function valued(attribute) { return attribute === null ? '' : attribute.value; }

  function node(made, kind, name, value, own, children, owner) {
    made.nodeType = kind;
    made.nodeName = name;
    made.nodeValue = value;
    made.ownerDocument = owner;
    made.namespaceURI = made.prefix = made.localName = made.attributes = null;
    made.parentNode = made.previousSibling = made.nextSibling = null;
    Object.keys(own).forEach(function (key) { made[key] = own[key]; });
    made.childNodes = listed(children);
    made.firstChild = children[0] || null;
    made.lastChild = children[children.length - 1] || null;
    children.forEach(function (child, n) {
      child.parentNode = made;
      child.previousSibling = children[n - 1] || null;
      child.nextSibling = children[n + 1] || null;
    });
    return made;
  }
  function attribute(part, owner) {
    return node(Object.create(ofNodes), 2, part[0], part[2], {
      name: part[0], value: part[2], specified: true, namespaceURI: part[1],
      prefix: prefix(part[0]), localName: local(part[0])
    }, [], owner);
  }
  function text(data, owner) {
    var own = {data: data, length: data.length};
    return node(Object.create(ofTexts), 3, '#text', data, own, [], owner);
  }
  function element(part, owner) {
    var attributes = part[2].map(function (one) { return attribute(one, owner); });
    var children = part[3].map(function (one) {
      return typeof one === 'string' ? text(one, owner) : element(one, owner);
    });
    var made = node(Object.create(ofElements), 1, part[0], null, {
      tagName: part[0], namespaceURI: part[1], prefix: prefix(part[0]), localName: local(part[0]),
      attributes: hidden(listed(attributes), ofAttributes)
    }, children, owner);
    attributes.forEach(function (one) { one.ownerElement = made; });
    return made;
  }
  var whole = Object.create(ofDocuments);
  var root = element(tree, whole);
  return node(whole, 9, '#document', null, {documentElement: root}, [root], null);
})
