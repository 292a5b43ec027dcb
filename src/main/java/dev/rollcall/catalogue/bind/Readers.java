package dev.rollcall.catalogue.bind;

import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.files.FileReason;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.text.DurationForm;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads single values out of nodes. Every reader takes a node and its key, and returns the value or
 * reports an error.
 */
public final class Readers {
  private final Complaints complaints;

  public Readers(Complaints complaints) {
    this.complaints = complaints;
  }

  public Optional<String> text(Node node, String key) {
    if (node instanceof Node.Scalar scalar && !scalar.isNull() && !scalar.isFlag()) {
      return Optional.of(scalar.text());
    }
    return wrong(node, key, "text", node instanceof Node.Scalar ? "; put it in quotes" : "");
  }

  /** Text, flags included. */
  public Optional<Node.Scalar> anyText(Node node, String key) {
    return node instanceof Node.Scalar scalar ? Optional.of(scalar) : wrong(node, key, "text", "");
  }

  public Optional<Boolean> flag(Node node, String key) {
    if (node instanceof Node.Scalar scalar && scalar.isFlag()) {
      return Optional.of(scalar.text().equals("true"));
    }
    return wrong(node, key, "true or false", unquote(node));
  }

  public Optional<Integer> number(Node node, String key) {
    if (node instanceof Node.Scalar scalar && scalar.plain() && isNumber(scalar.text())) {
      return Optional.of(Integer.parseInt(scalar.text()));
    }
    return wrong(node, key, "a whole number", unquote(node));
  }

  public Optional<Duration> duration(Node node, String key) {
    Optional<Duration> duration =
        DurationForm.read(node instanceof Node.Scalar scalar ? scalar.text() : "");
    return duration.isPresent() ? duration : wrong(node, key, "a duration such as 5s or 300ms", "");
  }

  public Optional<LocalDate> date(Node node, String key) {
    try {
      return Optional.of(LocalDate.parse(node instanceof Node.Scalar scalar ? scalar.text() : ""));
    } catch (DateTimeParseException e) {
      return wrong(node, key, "a date such as 2027-06-30", "");
    }
  }

  /** A host name in its ASCII form, or an address. */
  public Optional<String> host(Node node, String key) {
    return host(node, key, Kind.HOST);
  }

  /** As {@link #host(Node, String)}, for a host of a value of that kind. */
  public Optional<String> host(Node node, String key, Kind kind) {
    Optional<String> host = text(node, key).map(Hosts::inAscii);
    Optional<Kind.Objection> wrong = host.flatMap(name -> kind.objection(name, List.of()));
    return wrong.isPresent() ? wrong(node, key, wrong.get()) : host;
  }

  /** An address, never a name: nothing is resolved. */
  public Optional<InetAddress> address(Node node, String key) {
    Optional<InetAddress> address =
        node instanceof Node.Scalar scalar ? Hosts.address(scalar.text()) : Optional.empty();
    if (address.isPresent() && !Hosts.isOfOneHost(address.get())) {
      return wrong(node, key, "the IP address of one host", "");
    }
    return address.isPresent() ? address : wrong(node, key, "an IP address", "");
  }

  public Reader<String> word(Collection<String> allowed) {
    return (node, key) -> {
      if (node instanceof Node.Scalar scalar
          && !scalar.isNull()
          && !allowed.contains(scalar.text())) {
        String word = scalar.text();
        complaints.unknown(node.mark(), key + " '" + word + "'", word, allowed);
        return Optional.empty();
      }
      return text(node, key);
    };
  }

  /** One of these words, and what it stands for. */
  public <T> Reader<T> oneOf(Map<String, T> byWord) {
    return (node, key) -> word(byWord.keySet()).apply(node, key).map(byWord::get);
  }

  /** One of an enum's words. */
  public <E> Reader<E> constant(Class<E> type) {
    return oneOf(constants(type));
  }

  /** The constants of an enum by their words: lower kebab case, but faults as reports have them. */
  public static <E> Map<String, E> constants(Class<E> type) {
    Map<String, E> constants = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      String name = ((Enum<?>) constant).name();
      constants.put(type == FaultKind.class ? name : word(name), constant);
    }
    return constants;
  }

  static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@code all}, {@code any}, or a number. */
  public Optional<AddressPolicy> addresses(Node node, String key) {
    String text = node instanceof Node.Scalar scalar ? scalar.text() : "";
    try {
      return Optional.of(AddressPolicy.named(text));
    } catch (IllegalArgumentException e) {
      return wrong(node, key, "all, any, or a number from 1", "");
    }
  }

  /** One item, or a list of them. */
  public <T> Reader<List<T>> oneOrMore(Reader<T> item) {
    return (node, key) ->
        node instanceof Node.Sequence
            ? list(item).apply(node, key)
            : item.apply(node, key).map(List::of);
  }

  public <T> Reader<List<T>> list(Reader<T> item) {
    return (node, key) -> {
      if (!(node instanceof Node.Sequence sequence)) {
        return wrong(node, key, "a list", "; put it in [brackets]");
      }
      List<T> items = new ArrayList<>();
      for (Node one : sequence.items()) {
        item.apply(one, key).ifPresent(items::add);
      }
      return Optional.of(List.copyOf(items));
    };
  }

  public <T> Optional<T> wrong(Node node, String key, Kind.Objection objection) {
    return wrong(node, key, objection.wanted(), objection.remedy());
  }

  /** Reports that the node has a wrong type. */
  public <T> Optional<T> wrong(Node node, String key, String wanted, String remedy) {
    String seen =
        node instanceof Node.Scalar scalar && !scalar.isNull()
            ? "'" + scalar.text() + "'"
            : node.kind();
    complaints.add(node.mark(), key + " must be " + wanted + ", not " + seen + remedy);
    return Optional.empty();
  }

  private static String unquote(Node node) {
    return node instanceof Node.Scalar scalar && !scalar.plain() ? "; take off the quotes" : "";
  }

  /** A path from a folder; empty if it is not a valid path, with a complaint. */
  public Optional<Path> path(Path folder, Node node, String key, String text) {
    try {
      return Optional.of(folder.resolve(text));
    } catch (InvalidPathException e) {
      complaints.add(node.mark(), key + ": '" + text + "' " + FileReason.of(e));
      return Optional.empty();
    }
  }

  public static boolean isNumber(String text) {
    return text.matches("-?(0|[1-9][0-9]{0,8})");
  }
}
