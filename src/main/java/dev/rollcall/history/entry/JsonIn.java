package dev.rollcall.history.entry;

import dev.rollcall.text.LiteralAddress;
import dev.rollcall.text.Times;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Reads JSON values one after the other. Every method throws an unchecked exception if the next
 * value has another type: the file is then damaged.
 */
public final class JsonIn implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofDays(366);

  private final JsonParser json;

  private JsonIn(JsonParser json) {
    this.json = json;
    json.nextToken();
  }

  /** Those of these bytes. */
  public static JsonIn of(byte[] bytes) {
    return of(ByteBuffer.wrap(bytes));
  }

  /** Those of a buffer that has an array. */
  static JsonIn of(ByteBuffer bytes) {
    return new JsonIn(
        JsonOut.FACTORY.createParser(
            ObjectReadContext.empty(),
            bytes.array(),
            bytes.arrayOffset() + bytes.position(),
            bytes.remaining()));
  }

  /** The one object that stands here, and nothing after it. */
  void whole(Consumer<String> member) {
    object(member);
    if (json.nextToken() != null) {
      throw new IllegalArgumentException("more than one value");
    }
  }

  /**
   * Reads an object.
   *
   * @param member called with each key; must read the value, or {@link #skip} it
   */
  void object(Consumer<String> member) {
    expect(JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = json.currentName();
      json.nextToken();
      member.accept(key);
    }
    expect(JsonToken.END_OBJECT);
  }

  /** An object as a map, in its order. */
  public <T> Map<String, T> map(Supplier<T> value) {
    Map<String, T> map = new LinkedHashMap<>();
    object(key -> map.put(key, value.get()));
    return map;
  }

  <T> List<T> list(Supplier<T> value) {
    expect(JsonToken.START_ARRAY);
    List<T> list = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(value.get());
    }
    return list;
  }

  public String text() {
    expect(JsonToken.VALUE_STRING);
    return json.getString();
  }

  /** The text of a literal address. */
  String address() {
    String literal = text();
    LiteralAddress.parse(literal);
    return literal;
  }

  Instant instant() {
    return Instant.parse(text());
  }

  /** Seconds as a decimal number, a year at most. */
  Duration duration() {
    if (!json.currentToken().isNumeric()) {
      throw new IllegalArgumentException("seconds must be a number");
    }
    Duration read = Times.duration(json.getDecimalValue());
    if (read.abs().compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("more than a year: " + read);
    }
    return read;
  }

  int number() {
    expect(JsonToken.VALUE_NUMBER_INT);
    return json.getIntValue();
  }

  boolean flag() {
    return json.getBooleanValue();
  }

  <E extends Enum<E>> E word(Class<E> type) {
    return Enum.valueOf(type, text());
  }

  /** Skips the value of an unknown key. */
  void skip() {
    json.skipChildren();
  }

  private void expect(JsonToken token) {
    if (json.currentToken() != token) {
      throw new IllegalArgumentException(token + " expected, not " + json.currentToken());
    }
  }

  @Override
  public void close() {
    json.close();
  }
}
