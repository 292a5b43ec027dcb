package dev.rollcall.catalogue.yaml;

import dev.rollcall.catalogue.yaml.Node.Mark;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML document into located nodes. Anchors, aliases and tags are refused, so are
 * duplicate keys, files over {@link #LARGEST} bytes and nesting beyond {@link #DEEPEST}.
 *
 * <p>Works on the parser's events: they alone know places, quotes and anchors.
 */
public final class YamlReader {
  /**
   * In bytes: a catalogue of 10,000 rules in full words (450 bytes each) fits, and what is made of
   * the largest file, about ten times its size, fits into a heap of 128 MiB.
   */
  public static final int LARGEST = 8 << 20;

  static final int DEEPEST = 20;

  private final Complaints complaints;
  private final Iterator<Event> events;

  private YamlReader(Complaints complaints, String text) {
    this.complaints = complaints;
    LoadSettings settings =
        LoadSettings.builder().setLabel("file").setCodePointLimit(LARGEST).build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /** The document, or empty with a complaint. */
  public static Optional<Node> read(byte[] bytes, Complaints complaints) {
    if (bytes.length > LARGEST) {
      complaints.add(Mark.START, "file too large (limit " + (LARGEST >> 20) + " MiB)");
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult end = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    String text = out.flip().toString();
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (end.isError()) {
      complaints.add(
          mark(content, content.codePointCount(0, content.length())),
          "not UTF-8; save the file in that encoding");
      return Optional.empty();
    }
    return read(content, complaints);
  }

  public static Optional<Node> read(String text, Complaints complaints) {
    try {
      return new YamlReader(complaints, text).document();
    } catch (Stop e) {
      return Optional.empty();
    } catch (MarkedYamlEngineException e) {
      // The library's own message quotes the line, which may hold a password.
      complaints.add(
          e.getProblemMark().map(YamlReader::mark).orElse(Mark.START),
          "not valid YAML: " + problem(e.getProblem()));
      return Optional.empty();
    } catch (ReaderException e) {
      complaints.add(
          mark(text, e.getPosition()),
          String.format(Locale.ROOT, "not valid YAML: U+%04X is not allowed", e.getCodePoint()));
      return Optional.empty();
    } catch (YamlEngineException e) {
      complaints.add(Mark.START, "not valid YAML: " + firstLine(e));
      return Optional.empty();
    }
  }

  /** The library's words, and what to do where they do not say it. */
  private static String problem(String words) {
    return words.startsWith("found unknown escape character")
        ? words + "; in double quotes every \\ is an escape: use single quotes"
        : words;
  }

  private Optional<Node> document() throws Stop {
    Optional<Node> root = Optional.empty();
    while (events.hasNext()) {
      Event event = events.next();
      switch (event.getEventId()) {
        case StreamStart, StreamEnd, DocumentStart, DocumentEnd, Comment -> {}
        case Alias, Scalar, SequenceStart, SequenceEnd, MappingStart, MappingEnd -> {
          if (root.isPresent()) {
            throw stop(mark(event), "a second document; a file holds one");
          }
          root = Optional.of(node(event, 0));
        }
      }
    }
    if (root.isEmpty()) {
      complaints.add(Mark.START, "the file is empty");
    }
    return root;
  }

  private Node node(Event event, int depth) throws Stop {
    refuse(event);
    if (depth > DEEPEST) {
      throw stop(mark(event), "nested deeper than " + DEEPEST + " levels");
    }
    if (event instanceof ScalarEvent scalar) {
      return new Node.Scalar(
          mark(event), scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN);
    }
    return event instanceof SequenceStartEvent ? sequence(event, depth) : mapping(event, depth);
  }

  private Node sequence(Event start, int depth) throws Stop {
    List<Node> items = new ArrayList<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.SequenceEnd;
        next = events.next()) {
      items.add(node(next, depth + 1));
    }
    return new Node.Sequence(mark(start), items);
  }

  private Node mapping(Event start, int depth) throws Stop {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.MappingEnd;
        next = events.next()) {
      refuse(next);
      if (!(next instanceof ScalarEvent key)) {
        throw stop(mark(next), "a key must be a word");
      }
      if (key.getValue().equals("<<") && key.getScalarStyle() == ScalarStyle.PLAIN) {
        throw stop(mark(next), "merge keys (<<) are not allowed; write the values out");
      }
      Node.Entry entry = new Node.Entry(mark(next), node(events.next(), depth + 1));
      Node.Entry earlier = entries.putIfAbsent(key.getValue(), entry);
      if (earlier != null) {
        complaints.add(
            entry.key(),
            "duplicate key '"
                + key.getValue()
                + "'; first used in line "
                + earlier.key().line()
                + " already");
      }
    }
    return new Node.Mapping(mark(start), entries);
  }

  private void refuse(Event event) throws Stop {
    if (event instanceof AliasEvent) {
      throw stop(mark(event), "aliases (*) are not allowed; write the value out");
    }
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      throw stop(mark(event), "anchors (&) are not allowed; write the value out");
    }
    boolean tagged =
        (event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
            || (event instanceof MappingStartEvent mapping && mapping.getTag().isPresent())
            || (event instanceof SequenceStartEvent sequence && sequence.getTag().isPresent());
    if (tagged) {
      throw stop(mark(event), "tags (!) are not allowed; take it out");
    }
  }

  private Stop stop(Mark mark, String message) {
    complaints.add(mark, message);
    return new Stop();
  }

  private static Mark mark(Event event) {
    return event.getStartMark().map(YamlReader::mark).orElse(Mark.START);
  }

  private static Mark mark(org.snakeyaml.engine.v2.exceptions.Mark mark) {
    return new Mark(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** The place of the code point of that number, from 0. */
  private static Mark mark(String text, int position) {
    String before = text.substring(0, text.offsetByCodePoints(0, position));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new Mark(line, before.length() - before.lastIndexOf('\n'));
  }

  private static String firstLine(YamlEngineException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** Ends the reading; the complaint was made. */
  private static final class Stop extends Exception {
    private static final long serialVersionUID = 1;
  }
}
