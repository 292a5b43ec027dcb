package dev.rollcall.fuzz.target;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes the length before a message right again. */
public final class Repair {
  private Repair() {}

  /** Four bytes before the message, the highest first: SMB, Kerberos, SSH. */
  public static byte[] frame(byte[] message) {
    byte[] out = message.clone();
    if (out.length >= 4) {
      ByteBuffer.wrap(out).putInt(0, out.length - 4);
    }
    return out;
  }

  /** Two bytes that count the whole packet, the highest first: TDS. */
  public static byte[] packet(byte[] packet) {
    byte[] out = packet.clone();
    if (out.length >= 4) {
      ByteBuffer.wrap(out).putShort(2, (short) out.length);
    }
    return out;
  }

  /** Two bytes behind the first that count what follows them, the lowest first: SSRP. */
  public static byte[] counted(byte[] message) {
    byte[] out = message.clone();
    if (out.length >= 3) {
      ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN).putShort(1, (short) (out.length - 3));
    }
    return out;
  }
}
