package dev.rollcall.probe.login;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A password. It has no text form, no equality and no serial form: in prints, logs and messages it
 * is {@code (secret)}.
 */
public final class Secret {
  /** The text in place of a secret. */
  private static final String HIDDEN = "(secret)";

  private final char[] characters;

  /** Runs before the characters are returned. */
  private final Runnable before;

  public Secret(char[] characters) {
    this(characters.clone(), () -> {});
    if (characters.length == 0) {
      throw new IllegalArgumentException("a secret is not empty");
    }
  }

  private Secret(char[] characters, Runnable before) {
    this.characters = characters;
    this.before = before;
  }

  /**
   * The same secret, which cannot be read before something else was done.
   *
   * @param first runs each time that the secret is about to be read; if it throws, it is not read
   */
  public Secret after(Runnable first) {
    return new Secret(characters, first);
  }

  /** The password itself, for the library that sends it or the hash that remembers it. */
  public char[] reveal() {
    before.run();
    return characters.clone();
  }

  /** The same in UTF-8, as most protocols send it. */
  public byte[] utf8() {
    before.run();
    return utf8(characters);
  }

  /** The UTF-8 of a password, without a further copy in memory. */
  public static byte[] utf8(char[] characters) {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters));
    byte[] exact = new byte[encoded.remaining()];
    encoded.get(exact);
    encoded.clear().put(new byte[encoded.capacity()]);
    return exact;
  }

  @Override
  public String toString() {
    return HIDDEN;
  }
}
