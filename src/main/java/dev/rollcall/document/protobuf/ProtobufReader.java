package dev.rollcall.document.protobuf;

import java.nio.ByteBuffer;

/** Reads a message of unknown origin, field by field. */
public final class ProtobufReader {
  /** Takes the fields, in order. */
  public interface Fields {
    /** An {@code int32}, {@code int64}, {@code bool} or a value of an enumeration. */
    void number(int field, long value);

    /**
     * A {@code string}, {@code bytes} or a message.
     *
     * @param value no part of the message read
     */
    void bytes(int field, byte[] value);
  }

  /** It is no message. */
  private static final class NoMessageException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private final ByteBuffer in;

  private ProtobufReader(byte[] message) {
    in = ByteBuffer.wrap(message);
  }

  /** Reads a message; returns whether it was one. Numbers of fixed length are passed over. */
  public static boolean read(byte[] message, Fields fields) {
    try {
      new ProtobufReader(message).read(fields);
      return true;
    } catch (NoMessageException e) {
      return false;
    }
  }

  private void read(Fields fields) throws NoMessageException {
    while (in.hasRemaining()) {
      long tag = varint();
      long field = tag >>> 3;
      if (field < 1 || field >= 1 << 29) {
        throw new NoMessageException();
      }
      switch ((int) (tag & 7)) {
        case WireType.VARINT -> fields.number((int) field, varint());
        case WireType.FIXED64 -> take(Long.BYTES);
        case WireType.LENGTH -> fields.bytes((int) field, take(varint()));
        case WireType.FIXED32 -> take(Integer.BYTES);
        // Groups, which no definition has used for years.
        default -> throw new NoMessageException();
      }
    }
  }

  private long varint() throws NoMessageException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE && in.hasRemaining(); shift += 7) {
      byte next = in.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new NoMessageException();
  }

  private byte[] take(long length) throws NoMessageException {
    if (length < 0 || length > in.remaining()) {
      throw new NoMessageException();
    }
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return bytes;
  }
}
