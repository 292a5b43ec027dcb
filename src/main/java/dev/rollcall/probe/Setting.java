package dev.rollcall.probe;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one component of a settings record, which is one key of a rule in a catalogue.
 *
 * <p>The key is the component's name in kebab case ({@code minBytes} is {@code min-bytes}). Types:
 * {@code String}, {@code int}, {@code boolean}, {@link java.time.Duration} ({@code 5s}), an enum
 * (constants in lower kebab case), {@code java.util.List} of {@code String} or {@code Integer}, and
 * {@code java.util.Optional} of any scalar among them. An absent key takes the {@link #fallback},
 * read as if it stood in the file; an absent Optional or List without one is empty.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** One sentence for the JSON Schema and for error messages. */
  String about();

  /** The value of an absent key; {@link #REQUIRED} if it must be given. */
  String fallback() default REQUIRED;

  /** Marks a key without a fallback. */
  String REQUIRED = "\0";
}
