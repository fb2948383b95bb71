package net.openmeet.matrix.homeserver.http;
