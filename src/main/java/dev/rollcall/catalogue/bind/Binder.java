package dev.rollcall.catalogue.bind;

import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Fields;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.probe.settings.YamlKey;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes records from mappings; strict, by reflection. Each component of a record is one {@link
 * YamlKey}, and its type finds the reader of the value. A {@link Node} is left to who binds the
 * record.
 *
 * <p>A key with an error counts as absent after it was reported, so that one error hides no other.
 */
public final class Binder {
  private final Complaints complaints;
  private final Map<Class<?>, Reader<Object>> byType = new HashMap<>();
  private final Map<Class<?>, Function<Reader<Object>, Reader<?>>> around = new HashMap<>();
  private final Map<Section, List<Reader<Object>>> bySection = new HashMap<>();

  /** A binder for the types that {@link YamlKey} names. */
  public Binder(Complaints complaints) {
    this.complaints = complaints;
    Readers readers = new Readers(complaints);
    with(String.class, readers::text).with(Node.Scalar.class, readers::anyText);
    with(int.class, readers::number).with(Integer.class, readers::number);
    with(boolean.class, readers::flag).with(Boolean.class, readers::flag);
    with(Duration.class, readers::duration).with(LocalDate.class, readers::date);
    with(Hosts.class, readers::host).with(InetAddress.class, readers::address);
    with(AddressPolicy.class, readers::addresses);
    with(Node.class, (node, key) -> Optional.of(node));
    withAround(Optional.class, inner -> (node, key) -> inner.apply(node, key).map(Optional::of));
    withAround(
        List.class,
        inner -> (node, key) -> readers.oneOrMore(inner).apply(node, key).map(List::copyOf));
  }

  /**
   * Uses this reader for that type, or where {@link YamlKey#as} says that it stands there. To be
   * called before anything is read.
   */
  public <T> Binder with(Class<?> type, Reader<T> reader) {
    byType.put(type, any(reader));
    return this;
  }

  /** As {@link #with}, for a type with an argument: from the reader of the argument. */
  public Binder withAround(Class<?> type, Function<Reader<Object>, Reader<?>> reader) {
    around.put(type, reader);
    return this;
  }

  /**
   * The record of a mapping; other keys are reported.
   *
   * @param where {@code "rule sql.tds"}, for complaints
   * @return empty if it lacks a key without which the record cannot be made
   */
  public <R extends Record> Optional<R> section(Class<R> type, Node node, String where) {
    Fields fields = new Fields(node, where, complaints);
    Optional<R> section = take(type, fields);
    fields.done();
    return section;
  }

  /** As {@link #section}, but empty also if another key has an error. */
  public <R extends Record> Optional<R> settings(Class<R> type, Node node, String where) {
    Fields fields = new Fields(node, where, complaints);
    Optional<R> settings = take(type, fields, true);
    fields.done();
    return settings;
  }

  /** The record of some keys of a mapping; others are not reported before {@link Fields#done}. */
  public <R extends Record> Optional<R> take(Class<R> type, Fields fields) {
    return take(type, fields, false);
  }

  private <R extends Record> Optional<R> take(Class<R> type, Fields fields, boolean strict) {
    Section section = Section.of(type);
    List<Reader<Object>> readers = bySection.computeIfAbsent(section, this::readers);
    Object[] arguments = new Object[readers.size()];
    boolean whole = true;
    boolean right = true;
    for (int i = 0; i < arguments.length; i++) {
      SectionKey key = section.keys().get(i);
      Reader<Object> reader = readers.get(i);
      Optional<Node> node =
          key.required()
              ? fields.require(key.name())
              : isSection(key) ? fields.takeSection(key.name()) : fields.take(key.name());
      Optional<Object> value = node.flatMap(given -> reader.apply(given, key.name()));
      right &= node.isPresent() == value.isPresent();
      Optional<Object> argument =
          value
              .or(() -> key.fallback().flatMap(usual -> reader.apply(usual, key.name())))
              .or(key::nothing);
      whole &= argument.isPresent();
      arguments[i] = argument.orElse("");
    }
    if (!whole || (strict && !right)) {
      return Optional.empty();
    }
    try {
      return Optional.of(type.cast(section.make(arguments)));
    } catch (IllegalArgumentException refused) {
      if (right) {
        complaints.add(fields.mark(), fields.where() + ": " + refused.getMessage());
      }
      return Optional.empty();
    }
  }

  /** Whether its value is a mapping of keys, all of which may be left out. */
  private boolean isSection(SectionKey key) {
    Class<?> raw = SectionKey.raw(key.type());
    Class<?> inner = raw == Optional.class ? SectionKey.raw(SectionKey.argument(key.type())) : raw;
    return inner == Node.class || (inner.isRecord() && !byType.containsKey(inner));
  }

  private List<Reader<Object>> readers(Section section) {
    return section.keys().stream().map(key -> reader(key.type(), key.as())).toList();
  }

  private Reader<Object> reader(Type type, Class<?> as) {
    Class<?> raw = SectionKey.raw(type);
    boolean holder = raw == Optional.class || raw == List.class;
    Class<?> form = as == void.class || raw == Node.class ? raw : as;
    if (!holder && byType.containsKey(form)) {
      return byType.get(form);
    }
    if (around.containsKey(raw)) {
      Reader<Object> inner = reader(SectionKey.argument(type), holder ? as : void.class);
      return any(around.get(raw).apply(inner));
    }
    if (raw.isEnum()) {
      return any(new Readers(complaints).constant(raw));
    }
    if (raw.isRecord()) {
      Class<? extends Record> section = raw.asSubclass(Record.class);
      return any((node, key) -> section(section, node, "'" + key + "'"));
    }
    throw new IllegalStateException(type + " has no reader");
  }

  private static <T> Reader<Object> any(Reader<T> reader) {
    return (node, key) -> reader.apply(node, key).map(value -> value);
  }
}
