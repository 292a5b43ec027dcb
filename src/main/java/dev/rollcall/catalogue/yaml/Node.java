package dev.rollcall.catalogue.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node of a YAML file with its place. */
public sealed interface Node {
  Mark mark();

  /** What it is, with its article, for complaints. */
  String kind();

  /** A place in a file; both numbers from 1. */
  record Mark(int line, int column) {
    public static final Mark START = new Mark(1, 1);
  }

  /** Keys in the order of the file. */
  record Mapping(Mark mark, Map<String, Entry> entries) implements Node {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    public Optional<Entry> entry(String key) {
      return Optional.ofNullable(entries.get(key));
    }

    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** A value, and the place of its key. */
  record Entry(Mark key, Node value) {}

  record Sequence(Mark mark, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * Text.
   *
   * @param plain whether it has no quotes, so that it may be a number, a flag or nothing
   */
  record Scalar(Mark mark, String text, boolean plain) implements Node {
    /** Whether it says "no value": nothing at all, {@code ~} or {@code null}. */
    public boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }

    public boolean isFlag() {
      return plain && (text.equals("true") || text.equals("false"));
    }

    @Override
    public String kind() {
      return isNull() ? "nothing" : isFlag() ? "true or false" : "text";
    }
  }
}
