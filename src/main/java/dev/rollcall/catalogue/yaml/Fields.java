package dev.rollcall.catalogue.yaml;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the keys of one mapping, one by one; keys that were not taken at {@link #done} are unknown.
 */
public final class Fields {
  private final Complaints complaints;
  private final String where;
  private final Node.Mark mark;
  private final Map<String, Node.Entry> entries;
  private final Set<String> allowed = new LinkedHashSet<>();
  private final boolean readable;

  /**
   * @param where {@code "rule sql.tds"}, for complaints
   */
  public Fields(Node node, String where, Complaints complaints) {
    this.complaints = complaints;
    this.where = where;
    this.mark = node.mark();
    if (node instanceof Node.Mapping mapping) {
      entries = mapping.entries();
      readable = true;
    } else {
      entries = Map.of();
      readable = false;
      complaints.add(mark, where + " must be a mapping, not " + node.kind());
    }
  }

  /**
   * The value of a key; empty if it is absent or says "no value", which {@code null} and {@code ~}
   * do. Nothing at all behind a key is an error: the value was forgotten.
   */
  public Optional<Node> take(String key) {
    Optional<Node> value = takeSection(key);
    Node.Entry entry = entries.get(key);
    if (value.isEmpty()
        && entry != null
        && entry.value() instanceof Node.Scalar scalar
        && scalar.text().isEmpty()) {
      complaints.forgotten(
          entry.key(),
          "'" + key + "' in " + where + " has no value: give it one, or leave the key out");
    }
    return value;
  }

  /** As {@link #take}, for a mapping of keys, all of which may be left out. */
  public Optional<Node> takeSection(String key) {
    allowed.add(key);
    return Optional.ofNullable(entries.get(key))
        .map(Node.Entry::value)
        .filter(value -> !(value instanceof Node.Scalar scalar && scalar.isNull()));
  }

  /** As {@link #take}; a missing key is an error. */
  public Optional<Node> require(String key) {
    Optional<Node> node = takeSection(key);
    if (node.isEmpty() && readable) {
      complaints.add(mark(key), where + " lacks '" + key + "'");
    }
    return node;
  }

  public boolean has(String key) {
    return entries.containsKey(key);
  }

  /** The place of the key, or of the mapping if it is absent. */
  public Node.Mark mark(String key) {
    return Optional.ofNullable(entries.get(key)).map(Node.Entry::key).orElse(mark);
  }

  public Node.Mark mark() {
    return mark;
  }

  /** What it is called in complaints. */
  public String where() {
    return where;
  }

  public void done() {
    entries.forEach(
        (key, entry) -> {
          if (!allowed.contains(key)) {
            complaints.unknown(entry.key(), "key '" + key + "' in " + where, key, allowed);
          }
        });
  }
}
