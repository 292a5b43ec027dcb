package dev.rollcall.document.protobuf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Writes messages, field by field. What is added is written, also where it is the default. */
public final class ProtobufWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private ProtobufWriter() {}

  /** One message, in bytes. */
  public static byte[] of(Consumer<ProtobufWriter> fields) {
    return message(fields).toByteArray();
  }

  private static ByteArrayOutputStream message(Consumer<ProtobufWriter> fields) {
    ProtobufWriter writer = new ProtobufWriter();
    fields.accept(writer);
    return writer.out;
  }

  /** Adds a {@code string}. */
  public ProtobufWriter text(int field, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    tag(field, WireType.LENGTH);
    varint(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  /** Adds an {@code int32}, {@code int64}, {@code bool} or a value of an enumeration. */
  public ProtobufWriter number(int field, long value) {
    tag(field, WireType.VARINT);
    varint(value);
    return this;
  }

  /** Adds a {@code fixed64}. */
  public ProtobufWriter fixed64(int field, long value) {
    tag(field, WireType.FIXED64);
    out.writeBytes(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  /** Adds a {@code double}. */
  public ProtobufWriter real(int field, double value) {
    return fixed64(field, Double.doubleToRawLongBits(value));
  }

  /** Adds a message. */
  public ProtobufWriter message(int field, Consumer<ProtobufWriter> fields) {
    ByteArrayOutputStream message = message(fields);
    tag(field, WireType.LENGTH);
    varint(message.size());
    out.writeBytes(message.toByteArray());
    return this;
  }

  /** Adds a message for each item. */
  public <T> ProtobufWriter messages(
      int field, Iterable<T> items, BiConsumer<T, ProtobufWriter> fields) {
    for (T item : items) {
      message(field, message -> fields.accept(item, message));
    }
    return this;
  }

  private void tag(int field, int type) {
    varint(((long) field << 3) | type);
  }

  /** Seven bits a byte, the lowest first; a negative number has ten bytes. */
  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
