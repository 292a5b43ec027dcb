package dev.rollcall.catalogue.bind;

import dev.rollcall.probe.Setting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One key that a rule may set for its protocol: a component of the protocol's settings record.
 *
 * @param name kebab case
 * @param shape whether the component is the scalar itself, or an Optional or a List of it
 * @param scalar {@code String}, {@code int}, {@code boolean}, {@code Duration} or an enum
 * @param fallback the value of an absent key, as it would stand in the file
 */
public record SettingKey(
    String name, Shape shape, Class<?> scalar, String about, Optional<String> fallback) {

  /** How many values a key takes. */
  public enum Shape {
    ONE,
    OPTIONAL,
    LIST
  }

  /** The keys of a settings record, in its order. */
  public static List<SettingKey> of(Class<? extends Record> settings) {
    return Arrays.stream(settings.getRecordComponents()).map(SettingKey::of).toList();
  }

  /** Whether a rule must set it. */
  public boolean required() {
    return shape == Shape.ONE && fallback.isEmpty();
  }

  /** The words that an enum allows; empty for other types. */
  public List<String> choices() {
    return scalar.isEnum()
        ? Arrays.stream(scalar.getEnumConstants())
            .map(constant -> word(((Enum<?>) constant).name()))
            .toList()
        : List.of();
  }

  public static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static SettingKey of(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalStateException(component + " of a settings record lacks @Setting");
    }
    Class<?> raw = component.getType();
    Shape shape =
        raw == Optional.class ? Shape.OPTIONAL : raw == List.class ? Shape.LIST : Shape.ONE;
    String fallback = setting.fallback();
    boolean none = fallback.equals(Setting.REQUIRED) || (shape != Shape.ONE && fallback.isEmpty());
    return new SettingKey(
        component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT),
        shape,
        shape == Shape.ONE ? raw : argument(component.getGenericType()),
        setting.about(),
        none ? Optional.empty() : Optional.of(fallback));
  }

  private static Class<?> argument(Type generic) {
    return (Class<?>) ((ParameterizedType) generic).getActualTypeArguments()[0];
  }
}
