package dev.rollcall.report.machine;

import dev.rollcall.text.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Indented XML in which every value is {@link Printable}, so that no character is illegal. */
final class XmlLines {
  private final XMLStreamWriter xml;
  private int depth;

  XmlLines(XMLStreamWriter xml) throws XMLStreamException {
    this.xml = xml;
    xml.writeStartDocument("UTF-8", "1.0");
  }

  /** Attributes keep their order. */
  static Map<String, String> attributes() {
    return new LinkedHashMap<>();
  }

  void open(String element, Map<String, String> attributes) throws XMLStreamException {
    indent();
    xml.writeStartElement(element);
    attributes(attributes);
    depth++;
  }

  void close() throws XMLStreamException {
    depth--;
    indent();
    xml.writeEndElement();
  }

  void empty(String element, Map<String, String> attributes) throws XMLStreamException {
    indent();
    xml.writeEmptyElement(element);
    attributes(attributes);
  }

  /** An element whose text is these lines. */
  void text(String element, Map<String, String> attributes, List<String> lines)
      throws XMLStreamException {
    indent();
    xml.writeStartElement(element);
    attributes(attributes);
    xml.writeCharacters(lines.stream().map(Printable::line).collect(Collectors.joining("\n")));
    xml.writeEndElement();
  }

  void end() throws XMLStreamException {
    xml.writeEndDocument();
    xml.writeCharacters("\n");
    xml.close();
  }

  private void attributes(Map<String, String> attributes) throws XMLStreamException {
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      xml.writeAttribute(attribute.getKey(), Printable.line(attribute.getValue()));
    }
  }

  private void indent() throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }
}
