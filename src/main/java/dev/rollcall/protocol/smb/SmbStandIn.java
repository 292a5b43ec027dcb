package dev.rollcall.protocol.smb;

import dev.rollcall.probe.answer.Caller;
import dev.rollcall.probe.answer.StandIn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Stands in for a file server up to a login (MS-SMB2 §3.3.5.3, §3.3.5.4): NEGOTIATE, also when it
 * begins as SMB 1's; later messages are skipped unread, and refused.
 */
record SmbStandIn() implements StandIn.Streams {
  /** Enough for a client that tries a login and then an anonymous one. */
  private static final int MOST = 8;

  private static final int LARGEST = 1 << 17;

  @Override
  public void serve(Caller caller) throws IOException {
    for (int turn = 0; turn < MOST; turn++) {
      int type = caller.in().read();
      if (type != 0) {
        return;
      }
      byte[] rest = caller.read(3);
      int length = (rest[0] & 0xff) << 16 | (rest[1] & 0xff) << 8 | (rest[2] & 0xff);
      if (length < Negotiate.SMB1_HEADER || length > LARGEST) {
        return;
      }
      byte[] magic = caller.read(4);
      int protocol = ByteBuffer.wrap(magic).getInt();
      boolean goesOn =
          protocol == Negotiate.MAGIC
              ? smb2(caller, length)
              : protocol == Negotiate.SMB1 && turn == 0 && smb1(caller, length);
      if (!goesOn) {
        return;
      }
    }
  }

  private static boolean smb2(Caller caller, int length) throws IOException {
    if (length < Negotiate.HEADER) {
      return false;
    }
    ByteBuffer header = ByteBuffer.allocate(Negotiate.HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(Integer.reverseBytes(Negotiate.MAGIC)).put(caller.read(Negotiate.HEADER - 4));
    if ((header.getInt(16) & Negotiate.FROM_SERVER) != 0) {
      return false;
    }
    int left = length - Negotiate.HEADER;
    if (header.getShort(12) != 0) {
      // A login, or a request that needs one: not read.
      caller.in().skipNBytes(left);
      caller.write(NegotiateAnswer.refusal(header, Negotiate.STATUS_ACCESS_DENIED));
      return true;
    }
    if (left > NegotiateAnswer.LARGEST_REQUEST) {
      return false;
    }
    NegotiateAnswer.Request request = NegotiateAnswer.Request.parse(caller.read(left));
    caller.saw("smb.dialects", request.offered());
    caller.write(NegotiateAnswer.to(header, request, caller.identity(), Instant.now()));
    return true;
  }

  /** An old client asks in SMB 1 for SMB 2 (§3.3.5.3.1); SMB 1 itself is not supported. */
  private static boolean smb1(Caller caller, int length) throws IOException {
    if (length > NegotiateAnswer.LARGEST_REQUEST) {
      return false;
    }
    String message = new String(caller.read(length - 4), StandardCharsets.ISO_8859_1);
    boolean negotiate = message.charAt(0) == Negotiate.SMB1_NEGOTIATE;
    if (!negotiate || !message.contains("\2SMB 2.")) {
      caller.saw("smb.dialects", "SMB 1 only");
      return false;
    }
    caller.saw("smb.dialects", "asked in SMB 1");
    caller.write(NegotiateAnswer.toSmb1(message.contains("\2SMB 2.???\0"), Instant.now()));
    return true;
  }
}
