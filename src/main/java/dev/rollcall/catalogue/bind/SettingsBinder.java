package dev.rollcall.catalogue.bind;

import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Fields;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.catalogue.yaml.YamlReader;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Makes a protocol's settings record from a mapping; strict, by reflection. */
public final class SettingsBinder {
  private final Complaints complaints;
  private final Readers readers;

  public SettingsBinder(Complaints complaints) {
    this.complaints = complaints;
    this.readers = new Readers(complaints);
  }

  /** The record, or empty with at least one reported error. */
  public <S extends Record> Optional<S> bind(Class<S> settings, Node node, String where) {
    Fields fields = new Fields(node, where, complaints);
    List<SettingKey> keys = SettingKey.of(settings);
    Object[] arguments = new Object[keys.size()];
    boolean whole = true;
    for (int i = 0; i < arguments.length; i++) {
      Optional<Object> argument = argument(keys.get(i), fields);
      whole &= argument.isPresent();
      arguments[i] = argument.orElse("");
    }
    fields.done();
    return whole ? construct(settings, arguments, fields, where) : Optional.empty();
  }

  private Optional<Object> argument(SettingKey key, Fields fields) {
    if (key.required()) {
      return fields.require(key.name(), value(key));
    }
    Optional<Node> node = fields.take(key.name());
    if (node.isEmpty() && key.fallback().isPresent()) {
      node = fallback(key, key.fallback().get());
    }
    if (node.isEmpty()) {
      return Optional.of(key.shape() == SettingKey.Shape.LIST ? List.of() : Optional.empty());
    }
    return value(key).apply(node.get(), key.name());
  }

  private Optional<Node> fallback(SettingKey key, String text) {
    // A text may look like anything; only other types are read as YAML.
    return key.scalar() == String.class && key.shape() != SettingKey.Shape.LIST
        ? Optional.of(new Node.Scalar(Node.Mark.START, text, false))
        : YamlReader.read(text, complaints);
  }

  private BiFunction<Node, String, Optional<Object>> value(SettingKey key) {
    BiFunction<Node, String, Optional<Object>> scalar = scalar(key);
    return switch (key.shape()) {
      case ONE -> scalar;
      case OPTIONAL -> (node, name) -> scalar.apply(node, name).map(Optional::of);
      case LIST -> (node, name) -> readers.oneOrMore(scalar).apply(node, name).map(List::copyOf);
    };
  }

  private BiFunction<Node, String, Optional<Object>> scalar(SettingKey key) {
    Class<?> type = key.scalar();
    if (type == String.class) {
      return (node, name) -> readers.text(node, name).map(text -> text);
    }
    if (type == int.class || type == Integer.class) {
      return (node, name) -> readers.number(node, name).map(number -> number);
    }
    if (type == boolean.class || type == Boolean.class) {
      return (node, name) -> readers.flag(node, name).map(flag -> flag);
    }
    if (type == Duration.class) {
      return (node, name) -> readers.duration(node, name).map(duration -> duration);
    }
    if (type.isEnum()) {
      return (node, name) ->
          readers
              .word(key.choices())
              .apply(node, name)
              .map(word -> type.getEnumConstants()[key.choices().indexOf(word)]);
    }
    throw new IllegalStateException(type + " is no type of a setting");
  }

  private <S extends Record> Optional<S> construct(
      Class<S> settings, Object[] arguments, Fields fields, String where) {
    try {
      Class<?>[] types =
          Arrays.stream(settings.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<S> constructor = settings.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(arguments));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        complaints.add(fields.mark(), where + ": " + refused.getMessage());
        return Optional.empty();
      }
      throw new IllegalStateException(settings + " cannot be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(settings + " cannot be made", e);
    }
  }
}
