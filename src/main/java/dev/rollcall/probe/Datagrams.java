package dev.rollcall.probe;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A connected datagram socket of a {@link Session}: it sees the ICMP errors of its destination, and
 * takes datagrams from no other address.
 */
public final class Datagrams {
  /** So many datagrams that answer nothing are passed over in one attempt. */
  private static final int STRANGERS = 1000;

  private final Session session;
  private final DatagramSocket socket;
  private int strangers;

  Datagrams(Session session, DatagramSocket socket) {
    this.session = session;
    this.socket = socket;
  }

  /**
   * Asks, and asks again where silence may be loss: at the start, after a fifth and after three
   * fifths of the time that is left.
   *
   * @param request made anew for each sending
   * @param ours whether a datagram answers us; others are passed over
   * @param most the largest answer wanted, in bytes; a longer one is cut
   * @return the first answer that is ours
   * @throws SocketTimeoutException if the deadline passes without one, or a flood of others comes
   */
  public byte[] ask(Supplier<byte[]> request, Predicate<byte[]> ours, int most) throws IOException {
    // For good: an answer's time is taken by the caller, and must not wait for a turn.
    session.pause();
    Duration whole = session.deadline().remaining();
    Deadline[] turns = {
      Deadline.after(whole.dividedBy(5)),
      Deadline.after(whole.multipliedBy(3).dividedBy(5)),
      session.deadline()
    };
    byte[] buffer = new byte[most];
    for (Deadline turn : turns) {
      send(request.get());
      try {
        return receive(ours, buffer, turn);
      } catch (FloodException e) {
        throw e;
      } catch (SocketTimeoutException e) {
        if (session.deadline().passed()) {
          throw e;
        }
      }
    }
    throw new SocketTimeoutException("no answer");
  }

  /** As {@link #ask}, but sends one datagram only: for what no server may see twice. */
  public byte[] askOnce(byte[] request, Predicate<byte[]> ours, int most) throws IOException {
    session.pause();
    send(request);
    return receive(ours, new byte[most], session.deadline());
  }

  private void send(byte[] bytes) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length));
    session.sent();
  }

  private byte[] receive(Predicate<byte[]> ours, byte[] buffer, Deadline until) throws IOException {
    while (true) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      socket.setSoTimeout(until.socketTimeout());
      socket.receive(packet);
      byte[] answer = Arrays.copyOf(buffer, packet.getLength());
      if (ours.test(answer)) {
        return answer;
      }
      if (++strangers > STRANGERS) {
        throw new FloodException(strangers);
      }
    }
  }
}
