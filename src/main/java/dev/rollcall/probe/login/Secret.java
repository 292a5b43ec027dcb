package dev.rollcall.probe.login;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A password. It has no text form, no equality and no serial form: whoever prints it, logs it or
 * puts it into a message gets {@code (secret)}.
 */
public final class Secret {
  /** What stands where a secret would. */
  private static final String HIDDEN = "(secret)";

  private final char[] characters;

  public Secret(char[] characters) {
    if (characters.length == 0) {
      throw new IllegalArgumentException("a secret is not empty");
    }
    this.characters = characters.clone();
  }

  /** The password itself, for the library that sends it or the hash that remembers it. */
  public char[] reveal() {
    return characters.clone();
  }

  /** The same in UTF-8, as most protocols send it. */
  public byte[] utf8() {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters));
    byte[] exact = new byte[encoded.remaining()];
    encoded.get(exact);
    return exact;
  }

  @Override
  public String toString() {
    return HIDDEN;
  }
}
