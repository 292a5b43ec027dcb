package dev.rollcall.probe.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one component of a record that is read from a catalogue or a site file: one key. A
 * protocol's settings are such a record.
 *
 * <p>Types: {@code String}, {@code int}, {@code boolean}, {@link java.time.Duration} ({@code 5s}),
 * {@link java.time.LocalDate}, {@link java.net.InetAddress}, an enum (constants in lower kebab
 * case), another such record, {@code java.util.List} of any of them (one, or a list), and {@code
 * java.util.Optional} of any of them. An absent key takes the {@link #fallback}, read as if it
 * stood in the file; an absent Optional or List without one is empty; any other must be given.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface YamlKey {
  /** One sentence for the JSON Schema. */
  String about();

  /** The key, where it is not the component's name in kebab case ({@code min-bytes}). */
  String name() default "";

  /** The value of an absent key; {@link #NONE} if it has none. */
  String fallback() default NONE;

  /** Whether an Optional must be given: so the other keys are still checked where it is not. */
  boolean required() default false;

  /**
   * What the value must be, where the component's type does not say: {@code Port.class} for a text
   * that must be a port. The catalogue has a reader for each; settings need none.
   */
  Class<?> as() default void.class;

  /** Marks a key without a fallback. */
  String NONE = "\0";
}
