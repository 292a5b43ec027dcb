package dev.rollcall.catalogue.bind;

import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.catalogue.yaml.YamlReader;
import dev.rollcall.probe.settings.YamlKey;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/**
 * One key of a {@link Section}.
 *
 * @param name kebab case
 * @param type of the component
 * @param as see {@link YamlKey#as}
 * @param fallback the value of an absent key
 * @param required whether it is an error if it is absent
 */
public record SectionKey(
    String name, Type type, Class<?> as, String about, Optional<Node> fallback, boolean required) {

  static SectionKey of(RecordComponent component) {
    YamlKey key = component.getAnnotation(YamlKey.class);
    if (key == null) {
      throw new IllegalStateException(component + " of a section's record lacks @YamlKey");
    }
    Type type = component.getGenericType();
    boolean open = raw(type) == Optional.class || raw(type) == List.class;
    boolean none = key.fallback().equals(YamlKey.NONE) || (open && key.fallback().isEmpty());
    return new SectionKey(
        key.name().isEmpty()
            ? Readers.word(component.getName().replaceAll("([A-Z])", "_$1"))
            : key.name(),
        type,
        key.as(),
        key.about(),
        none ? Optional.empty() : Optional.of(fallback(type, key.fallback())),
        key.required() || (none && !open));
  }

  /** What a record has for an absent key without a fallback; empty if there is no such thing. */
  Optional<Object> nothing() {
    Class<?> raw = raw(type);
    return raw == Optional.class
        ? Optional.of(Optional.empty())
        : raw == List.class ? Optional.of(List.of()) : Optional.empty();
  }

  /** The class of a type, without its arguments. */
  public static Class<?> raw(Type type) {
    return type instanceof ParameterizedType generic ? raw(generic.getRawType()) : (Class<?>) type;
  }

  /** The first argument of a type such as {@code Optional<String>}. */
  public static Type argument(Type type) {
    return ((ParameterizedType) type).getActualTypeArguments()[0];
  }

  /** A text may look like anything; only other types are read as YAML. */
  private static Node fallback(Type type, String text) {
    Type one = raw(type) == Optional.class ? argument(type) : type;
    Complaints complaints = new Complaints("fallback");
    Optional<Node> node =
        one == String.class
            ? Optional.of(new Node.Scalar(Node.Mark.START, text, false))
            : YamlReader.read(text, complaints);
    return node.orElseThrow(() -> new IllegalStateException(text + " is not a fallback"));
  }
}
