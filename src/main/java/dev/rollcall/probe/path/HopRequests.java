package dev.rollcall.probe.path;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;

/** Sends packets to one address that may pass only so many routers. */
interface HopRequests extends Closeable {
  /** Nanoseconds of the monotonic clock. */
  long nanoTime();

  /**
   * Sends one.
   *
   * @param port of the destination
   * @param sourcePort 0 for any; another value is that of a request that was {@link #end ended}
   * @param distance how many routers it may reach, from 1
   * @throws IOException if the system cannot send it
   */
  HopRequest send(HopPacket packet, int port, int sourcePort, int distance) throws IOException;

  /**
   * Waits until one of those requests is answered that was not before, or the time has passed.
   *
   * @param nanos at most
   */
  void await(Collection<HopRequest> open, long nanos) throws IOException, InterruptedException;

  /** Gives a request up, so that it is not sent again; its port is free then. */
  void end(HopRequest request);

  /** Ends all. */
  @Override
  void close();
}
